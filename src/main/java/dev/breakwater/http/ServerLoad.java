package dev.breakwater.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Who is there, counted over all event loops: connections, and requests that are being answered. */
final class ServerLoad {
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder requests = new LongAdder();

    /** Takes a connection in. */
    void arrive() {
        connections.incrementAndGet();
    }

    /** A connection that was taken in has ended. */
    void leave() {
        connections.decrementAndGet();
    }

    /** A request has come. */
    void begin() {
        requests.increment();
    }

    /** A request was answered or given up. */
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
