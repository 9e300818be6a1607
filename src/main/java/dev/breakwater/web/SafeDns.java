package dev.breakwater.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Dns;

/**
 * Resolves names: waits at most a second for the system, then serves the last good addresses. The addresses of hosts
 * that somebody else than the operator named are checked here, right before they are dialled, so a name cannot change in
 * between.
 */
final class SafeDns implements Dns {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private sealed interface Resolved {
        record LookupFound(List<InetAddress> addresses) implements Resolved {}

        record LookupFailed(UnknownHostException why) implements Resolved {}
    }

    private final Cache<String, List<InetAddress>> lastGood =
            Caffeine.newBuilder().maximumSize(1_000).build();

    private final Dns outside = this::outside;

    /** Resolves a name to whatever addresses it has: for hosts that the operator named. */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        return resolve(host);
    }

    /** Resolves to public addresses alone: for hosts that somebody else named. Always the same object. */
    Dns outside() {
        return outside;
    }

    private List<InetAddress> outside(String host) throws UnknownHostException {
        List<InetAddress> outside =
                resolve(host).stream().filter(a -> !Addresses.internal(a)).toList();
        if (outside.isEmpty()) {
            throw new UnknownHostException(
                    host + " leads to an internal address, which only a host named in the configuration may");
        }
        return outside;
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        BlockingQueue<Resolved> reply = new ArrayBlockingQueue<>(1);
        Thread.ofVirtual().start(() -> reply.add(ask(host)));
        Resolved resolved = await(reply);
        if (resolved instanceof Resolved.LookupFound(List<InetAddress> addresses)) {
            lastGood.put(host, addresses);
            return addresses;
        }
        List<InetAddress> before = lastGood.getIfPresent(host);
        if (before != null) {
            return before;
        }
        throw resolved instanceof Resolved.LookupFailed(UnknownHostException why)
                ? why
                : new UnknownHostException(
                        host + ": no answer from the name service within " + LIMIT.toSeconds() + " s");
    }

    private static Resolved ask(String host) {
        try {
            return new Resolved.LookupFound(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            return new Resolved.LookupFailed(e);
        }
    }

    private static @org.jspecify.annotations.Nullable Resolved await(BlockingQueue<Resolved> reply) {
        try {
            return reply.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return null;
        }
    }
}
