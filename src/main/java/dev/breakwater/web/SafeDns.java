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
 * The resolver of names: waits at most a second for the system, then returns the last good addresses. The addresses of hosts
 * that the operator did not name are checked here, right before they are dialled, so an address cannot change in between.
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

    /** Resolves a name to any of its addresses: for hosts that the operator named. */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        return resolve(host);
    }

    /** Resolves to public addresses only: for hosts that the operator did not name. Always the same object. */
    Dns outside() {
        return outside;
    }

    private List<InetAddress> outside(String host) throws UnknownHostException {
        List<InetAddress> outside =
                resolve(host).stream().filter(a -> !Addresses.internal(a)).toList();
        if (outside.isEmpty()) {
            throw new InternalAddress(
                    host + " resolves to an internal address; only hosts named in the configuration may have one");
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
                : new UnknownHostException(host + ": DNS did not answer within " + LIMIT.toSeconds() + " s");
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

    /** A host without a public address. */
    static final class InternalAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        InternalAddress(String message) {
            super(message);
        }
    }
}
