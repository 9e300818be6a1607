package dev.breakwater.testing;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The line that all connections of a mirror share: counts what goes over it, and lets through no more than it takes. */
final class Uplink {
    private final LongAdder sent = new LongAdder();
    private final AtomicLong free = new AtomicLong();
    private volatile long bytesPerSecond;

    /** From now on it takes so many bytes a second; 0 for as many as come. */
    void limit(long rate) {
        bytesPerSecond = rate;
    }

    /** Returns when {@code bytes} more have room. */
    void pass(int bytes) {
        sent.add(bytes);
        long rate = bytesPerSecond;
        if (rate > 0) {
            long needed = bytes * 1_000_000_000L / rate;
            long now = System.nanoTime();
            Pause.until(free.updateAndGet(until -> (until - now > 0 ? until : now) + needed));
        }
    }

    long sent() {
        return sent.sum();
    }
}
