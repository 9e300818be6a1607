package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/**
 * Watches how fast a body comes: one that trickles is as good as silent, and can be had elsewhere from where it is. What
 * is small should be here long before a large body has shown its pace, so its window is shorter. Only the time counts that we
 * wait for more: what our own side takes to check and write a part is not the sender's.
 */
final class ThroughputMonitor {
    /** Bytes a second below which every transfer is given up. */
    private static final long SLOWEST = 16 * 1024;

    /** The longest window, longer than any silence that is borne. */
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

    /** What a host must bring that a stranger may have named. */
    static ThroughputMonitor ofStranger() {
        return new ThroughputMonitor(Duration.ofSeconds(60));
    }

    /** Bytes a second. */
    long slowest() {
        return slowest;
    }

    /** The body begins, or goes on: we wait for more from {@code now} on. */
    void waiting(Instant now) {
        waiting = now;
    }

    /** Counts {@code more} bytes that came by {@code now}; true where the last whole window brought too few. */
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
