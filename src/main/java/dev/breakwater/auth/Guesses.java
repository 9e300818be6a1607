package dev.breakwater.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * The counts of wrong credentials by network. Five are free; from then on each doubles the time for which uncached credentials
 * from there are refused unread, up to a minute. Ten minutes without one reset the count. Bounded: the network that was quiet
 * longest is dropped first.
 */
public final class Guesses {
    private static final int FREE = 5;
    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FORGIVEN = Duration.ofMinutes(10);

    private record Count(int wrong, Instant until, Instant last) {}

    private final Cache<String, Count> counts =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final InstantSource clock;

    Guesses(InstantSource clock) {
        this.clock = clock;
    }

    /** How long uncached credentials from {@code remote} are refused unread; zero if they are checked. */
    public Duration rest(String remote) {
        Count count = counts.getIfPresent(network(remote));
        if (count == null) {
            return Duration.ZERO;
        }
        Duration rest = Duration.between(clock.instant(), count.until);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /** Counts another wrong one from {@code remote}. */
    public void wrong(String remote) {
        Instant now = clock.instant();
        counts.asMap().compute(network(remote), (_, before) -> {
            boolean fresh = before == null || before.last.plus(FORGIVEN).isBefore(now);
            int wrong = fresh ? 1 : before.wrong + 1;
            return new Count(wrong, now.plus(pause(wrong)), now);
        });
    }

    private static Duration pause(int wrong) {
        if (wrong <= FREE) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(wrong - FREE - 1, 6));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    /** An address of IPv4; of IPv6 the first half, because a client owns all addresses below it. */
    private static String network(String remote) {
        if (remote.indexOf(':') < 0) {
            return remote;
        }
        try {
            byte[] address = InetAddress.getByName(remote).getAddress();
            return address.length == 16 ? HexFormat.of().formatHex(address, 0, 8) : remote;
        } catch (UnknownHostException e) {
            return remote;
        }
    }
}
