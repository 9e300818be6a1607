package dev.breakwater.insight;

import java.time.Duration;
import java.time.Instant;

/** The limit of log lines of one kind: a burst, and one a second from then on. */
final class LineBudget {
    static final int BURST = 100;
    private static final Duration EACH = Duration.ofSeconds(1);

    private Instant full = Instant.MIN;
    private int unsaid;

    /**
     * Spends a line at {@code now}.
     *
     * @return how many were dropped since the last one; negative if this one must be dropped too
     */
    synchronized int spend(Instant now) {
        // The budget is full again at this time, and each line moves it on.
        Instant from = full.isAfter(now) ? full : now;
        if (Duration.between(now, from).compareTo(EACH.multipliedBy(BURST - 1)) > 0) {
            unsaid++;
            return -1;
        }
        full = from.plus(EACH);
        int before = unsaid;
        unsaid = 0;
        return before;
    }
}
