package dev.breakwater.catalogue;

import java.util.function.LongSupplier;

/**
 * The detection of unreported changes by counts alone, as when another process has removed entries: the store counts files, the
 * catalogue counts readable entries, and without such changes the difference between the two is constant.
 */
final class CountDrift {
    private static final long UNKNOWN = Long.MIN_VALUE;

    /** The number of checks in a row that must differ: an entry being committed is in one count before it is in the other. */
    private static final int LOOKS = 2;

    private final LongSupplier counted;
    private long expected = UNKNOWN;
    private int looks;

    CountDrift(LongSupplier counted) {
        this.counted = counted;
    }

    /** Records the count of a walk that has just ended. */
    void measured(long entries) {
        long all = counted.getAsLong();
        expected = all < 0 ? UNKNOWN : all - entries;
        looks = 0;
    }

    /** Whether the counts have differed for long, although no changes are waiting. Called about once a minute. */
    boolean astray(long entries, int waiting) {
        long all = counted.getAsLong();
        if (all < 0 || waiting > 0) {
            looks = 0;
            return false;
        }
        if (expected == UNKNOWN) {
            // only entries from before were counted: apart from damaged files, both are the same
            expected = 0;
        }
        looks = all - entries == expected ? 0 : looks + 1;
        return looks >= LOOKS;
    }
}
