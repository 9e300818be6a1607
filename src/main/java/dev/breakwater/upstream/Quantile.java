package dev.breakwater.upstream;

import java.util.Arrays;

/** A quantile of the last 128 measurements. It is computed once per measurement, since it is read far more often. */
final class Quantile {
    private static final int SIZE = 128;
    private static final int ENOUGH = 8;
    private static final long UNKNOWN = -1;

    private final double share;
    private final long[] values = new long[SIZE];
    private int count;
    private volatile long found = UNKNOWN;

    Quantile(double share) {
        this.share = share;
    }

    synchronized void add(long value) {
        values[count % SIZE] = value;
        // beyond the first round only the index in it matters
        count = count + 1 < 2 * SIZE ? count + 1 : SIZE;
        found = UNKNOWN;
    }

    /** The value, which is not negative; {@code none} if there are fewer than 8 measurements. */
    long value(long none) {
        long known = found;
        return known == UNKNOWN ? find(none) : known;
    }

    private synchronized long find(long none) {
        int n = Math.min(count, SIZE);
        if (n < ENOUGH) {
            return none;
        }
        long[] sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        found = sorted[(int) Math.min(n - 1L, (long) (share * n))];
        return found;
    }
}
