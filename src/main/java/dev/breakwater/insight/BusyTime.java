package dev.breakwater.insight;

import java.util.Arrays;

/**
 * The time during which at least one of several things was under way: the length of the union of their intervals, each added at
 * its end. Guarded by its owner.
 */
final class BusyTime {
    /** The maximum number of remembered pauses: an interval that began before the oldest of them counts from there on. */
    private static final int MOST = 512;

    private long[] starts = new long[4];
    private long[] ends = new long[4];
    private int size;
    private long floor = Long.MIN_VALUE;
    private long total;

    /** Adds the interval {@code from} to {@code to}, in nanoseconds from any origin; ends must be in order. */
    void add(long from, long to) {
        long start = Math.max(from, floor);
        long end = Math.max(to, start);
        while (size > 0 && ends[size - 1] >= start) {
            size--;
            start = Math.min(start, starts[size]);
            end = Math.max(end, ends[size]);
            total -= ends[size] - starts[size];
        }
        if (size == starts.length) {
            grow();
        }
        starts[size] = start;
        ends[size] = end;
        size++;
        total += end - start;
    }

    private void grow() {
        if (size < MOST) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            return;
        }
        int half = size / 2;
        floor = ends[half - 1];
        System.arraycopy(starts, half, starts, 0, size - half);
        System.arraycopy(ends, half, ends, 0, size - half);
        size -= half;
    }

    /** In nanoseconds. */
    long total() {
        return total;
    }
}
