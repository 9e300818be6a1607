package dev.breakwater.insight;

/**
 * The steps in which durations are counted: one for each microsecond up to 8, then eight for each doubling up to 134 s, as in
 * HdrHistogram. So a value read from a step is at most an eighth larger than the durations counted there, and never smaller.
 *
 * <p>A histogram of that library would be an object a window, a kind of request and a second, each with its own counters and
 * bookkeeping. Here the steps are a part of one array that is counted up without locks, moved into windows by subtraction and
 * stored in a file ({@link Tally}, {@link Window}, {@link BuildFile}); a histogram could not do this.
 */
final class DurationScale {
    private static final int BITS = 3;
    private static final int LINEAR = 1 << BITS;
    private static final int DOUBLINGS = 24;

    /** How many steps there are. */
    static final int STEPS = LINEAR * (DOUBLINGS + 1);

    private DurationScale() {}

    /** The step of a duration. */
    static int step(long nanos) {
        long micros = Math.max(0, nanos) / 1000;
        if (micros < LINEAR) {
            return (int) micros;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int step = (power - BITS + 1) * LINEAR + (int) ((micros >>> (power - BITS)) & (LINEAR - 1));
        return Math.min(step, STEPS - 1);
    }

    /** The longest duration of a step, in milliseconds. */
    static double millis(int step) {
        if (step < LINEAR) {
            return (step + 1) / 1000.0;
        }
        int power = step / LINEAR + BITS - 1;
        long width = 1L << (power - BITS);
        return ((1L << power) + (step % LINEAR + 1) * width) / 1000.0;
    }

    /**
     * The duration that {@code part} of those counted do not exceed, in milliseconds; 0 if none was counted.
     *
     * @param counts how many there were in each step, from {@code from} on
     */
    static double percentile(long[] counts, int from, double part) {
        long all = 0;
        for (int i = 0; i < STEPS; i++) {
            all += counts[from + i];
        }
        long rank = Math.max(1, (long) Math.ceil(part * all));
        long seen = 0;
        for (int i = 0; i < STEPS && all > 0; i++) {
            seen += counts[from + i];
            if (seen >= rank) {
                return millis(i);
            }
        }
        return 0;
    }
}
