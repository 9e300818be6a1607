package dev.breakwater.upstream;

import java.util.Arrays;

/** The last 128 measurements of something, and their quantiles. */
final class Ring {
    private static final int SIZE = 128;

    private final long[] values = new long[SIZE];
    private int count;

    synchronized void add(long value) {
        values[count % SIZE] = value;
        // beyond the first round only the place in it matters
        count = count + 1 < 2 * SIZE ? count + 1 : SIZE;
    }

    /** The value below which the share {@code q} of the measurements lies; {@code none} where there are fewer than 8. */
    synchronized long quantile(double q, long none) {
        int n = Math.min(count, SIZE);
        if (n < 8) {
            return none;
        }
        long[] sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(n - 1L, (long) (q * n))];
    }
}
