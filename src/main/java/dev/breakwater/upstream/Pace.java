package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/** Watches how fast a body comes: one that trickles is as good as silent, and can be had elsewhere from where it is. */
final class Pace {
    /** Bytes a second below which a transfer is given up. */
    static final long SLOWEST = 16 * 1024;

    private static final Duration WINDOW = Duration.ofMillis(2500);

    private Instant since;
    private long bytes;

    Pace(Instant now) {
        since = now;
    }

    /** Counts {@code more} bytes that came by {@code now}; true where a whole window brought too few. */
    boolean tooSlow(int more, Instant now) {
        bytes += more;
        Duration passed = Duration.between(since, now);
        if (passed.compareTo(WINDOW) < 0) {
            return false;
        }
        boolean slow = bytes * 1000 < SLOWEST * passed.toMillis();
        since = now;
        bytes = 0;
        return slow;
    }
}
