package dev.breakwater.catalogue;

import java.util.function.LongSupplier;

/**
 * Detects unreported changes by numbers alone, as when another process has removed entries:
 * the store counts files, the catalogue entries that can be read, and the difference between the two stays what it was.
 */
final class CountDrift {
    private static final long UNKNOWN = Long.MIN_VALUE;

    /** So many looks in a row: what is being committed right now is in one number before it is in the other. */
    private static final int LOOKS = 2;

    private final LongSupplier counted;
    private long expected = UNKNOWN;
    private int looks;

    CountDrift(LongSupplier counted) {
        this.counted = counted;
    }

    /** A walk has just found so many. */
    void measured(long entries) {
        long all = counted.getAsLong();
        expected = all < 0 ? UNKNOWN : all - entries;
        looks = 0;
    }

    /** Whether the numbers have been apart for long, though nothing waits to be looked at. Looked at about once a minute. */
    boolean astray(long entries, int waiting) {
        long all = counted.getAsLong();
        if (all < 0 || waiting > 0) {
            looks = 0;
            return false;
        }
        if (expected == UNKNOWN) {
            // nothing but what was there before has been counted: damaged files apart, both are the same
            expected = 0;
        }
        looks = all - entries == expected ? 0 : looks + 1;
        return looks >= LOOKS;
    }
}
