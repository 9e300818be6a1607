package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/**
 * The throughput of a body: one that trickles counts as silent, and another origin can resume it. A small body should arrive
 * long before a large one has shown its pace, so its window is shorter. Only the time spent waiting for bytes counts, not the
 * time to verify and write them.
 */
final class ThroughputMonitor {
    /** Bytes a second below which every transfer is cancelled. */
    private static final long SLOWEST = 16 * 1024;

    /** The longest window, longer than any accepted silence. */
    static final Duration LONGEST = Duration.ofMillis(2500);

    private final Duration window;
    private final long slowest;
    private Instant waiting = Instant.MAX;
    private Duration waited = Duration.ZERO;
    private long bytes;
    private boolean slow;

    /** Requires {@code usual} bytes a second, if that is more than the general minimum. */
    ThroughputMonitor(Traffic traffic, long usual) {
        window = traffic == Traffic.ARCHIVE ? LONGEST : Duration.ofSeconds(1);
        slowest = Math.max(SLOWEST, usual);
    }

    private ThroughputMonitor(Duration window) {
        this.window = window;
        this.slowest = SLOWEST;
    }

    /** The minimum for a host that a client may have chosen. */
    static ThroughputMonitor ofStranger() {
        return new ThroughputMonitor(Duration.ofSeconds(60));
    }

    /** Bytes a second. */
    long slowest() {
        return slowest;
    }

    /** The body begins or continues: we wait for bytes from {@code now} on. */
    void waiting(Instant now) {
        waiting = now;
    }

    /** Counts {@code more} bytes that arrived by {@code now}; true if the last whole window had too few. */
    boolean tooSlow(int more, Instant now) {
        bytes += more;
        waited = waited.plus(Duration.between(waiting, now));
        waiting = now;
        if (waited.compareTo(window) < 0) {
            return slow;
        }
        slow = bytes * 1000 < slowest * waited.toMillis();
        waited = Duration.ZERO;
        bytes = 0;
        return slow;
    }
}
