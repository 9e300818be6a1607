package dev.breakwater.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The current load over all event loops: connections, and requests that are being answered. */
final class ServerLoad {
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder requests = new LongAdder();

    /** Counts a new connection. */
    void arrive() {
        connections.incrementAndGet();
    }

    /** A counted connection has ended. */
    void leave() {
        connections.decrementAndGet();
    }

    /** A request has begun. */
    void begin() {
        requests.increment();
    }

    /** A request was answered or aborted. */
    void end() {
        requests.decrement();
    }

    int connections() {
        return connections.get();
    }

    long requests() {
        return requests.sum();
    }
}
