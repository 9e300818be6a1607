package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.RescuedBy;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts of one repository since the start: they only grow. Counting adds to a few cells of one of several arrays, picked
 * by thread, so that event loops do not contend; it takes no lock and allocates nothing.
 */
final class Tally {
    static final int REQUESTS = 0;
    static final int SUCCEEDED = 1;
    static final int FAILED = 2;
    static final int GONE = 3;
    static final int HITS = 4;
    static final int MISSES = 5;
    static final int BYTES = 6;

    /** The first cell of the rescue counts. */
    static final int SPARED = 7;

    /** The durations of hits, misses and all others, by the steps of {@link DurationScale}. */
    static final int HIT_TIMES = SPARED + RescueCounts.CELLS;

    static final int MISS_TIMES = HIT_TIMES + DurationScale.STEPS;
    static final int OTHER_TIMES = MISS_TIMES + DurationScale.STEPS;

    /** The number of cells. */
    static final int CELLS = OTHER_TIMES + DurationScale.STEPS;

    private static final int STRIPES = 4;

    private final AtomicLongArray[] stripes = new AtomicLongArray[STRIPES];

    Tally() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new AtomicLongArray(CELLS);
        }
    }

    void count(Event.Served served) {
        AtomicLongArray cells = stripes[(int) Thread.currentThread().threadId() & (STRIPES - 1)];
        cells.getAndIncrement(REQUESTS);
        cells.getAndAdd(BYTES, served.bytes());
        switch (RequestVerdict.of(served)) {
            case GONE -> {
                cells.getAndIncrement(GONE);
                return;
            }
            case FAILED -> cells.getAndIncrement(FAILED);
            case SUCCEEDED -> {
                cells.getAndIncrement(SUCCEEDED);
                if (served.spared() != RescuedBy.NOTHING) {
                    cells.getAndIncrement(SPARED + RescueCounts.cell(served.spared()));
                }
            }
        }
        int step = DurationScale.step(served.took().toNanos());
        switch (served.result()) {
            case HIT, STALE, REVALIDATED -> {
                cells.getAndIncrement(HITS);
                cells.getAndIncrement(HIT_TIMES + step);
            }
            case MISS, JOINED -> {
                cells.getAndIncrement(MISSES);
                cells.getAndIncrement(MISS_TIMES + step);
            }
            default -> cells.getAndIncrement(OTHER_TIMES + step);
        }
    }

    /** The current counts. */
    long[] sum() {
        long[] sum = new long[CELLS];
        for (AtomicLongArray cells : stripes) {
            for (int i = 0; i < CELLS; i++) {
                sum[i] += cells.get(i);
            }
        }
        return sum;
    }
}
