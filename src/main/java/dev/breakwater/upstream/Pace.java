package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/**
 * Watches how fast a body comes: one that trickles is as good as silent, and can be had elsewhere from where it is. What
 * is small should be here long before a large body has shown its pace, so its window is shorter.
 */
final class Pace {
    /** Bytes a second below which every transfer is given up. */
    private static final long SLOWEST = 16 * 1024;

    /** The longest window, longer than any silence that is borne. */
    static final Duration LONGEST = Duration.ofMillis(2500);

    private final Duration window;
    private final long slowest;
    private Instant since = Instant.MAX;
    private long bytes;

    /** Wants {@code usual} bytes a second, where that is more than any origin must bring. */
    Pace(Traffic traffic, long usual) {
        window = traffic == Traffic.ARCHIVE ? LONGEST : Duration.ofSeconds(1);
        slowest = Math.max(SLOWEST, usual);
    }

    /** Bytes a second. */
    long slowest() {
        return slowest;
    }

    /** The body begins. */
    void begin(Instant now) {
        since = now;
        bytes = 0;
    }

    /** Counts {@code more} bytes that came by {@code now}; true where a whole window brought too few. */
    boolean tooSlow(int more, Instant now) {
        bytes += more;
        Duration passed = Duration.between(since, now);
        if (passed.compareTo(window) < 0) {
            return false;
        }
        boolean slow = bytes * 1000 < slowest * passed.toMillis();
        since = now;
        bytes = 0;
        return slow;
    }
}
