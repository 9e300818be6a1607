package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import java.util.concurrent.atomic.LongAdder;

/**
 * The share of a repository's requests that failed within the last minute. A request only costs a count; the rest is computed
 * once a second.
 */
final class Failures {
    /** The minimum number of requests for a verdict, and the percentage of failures that is too much. */
    private static final int ENOUGH = 20;

    private static final int PERCENT = 5;
    private static final int SECONDS = 60;

    private final LongAdder all = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final long[] allBySecond = new long[SECONDS];
    private final long[] failedBySecond = new long[SECONDS];
    private int second;

    void count(Event.Served served) {
        all.increment();
        if (served.status() >= 500 || served.result() == RequestResult.TROUBLE) {
            failed.increment();
        }
    }

    /** Call it once a second: describes the failures; empty if they are within bounds. */
    synchronized String look() {
        second = (second + 1) % SECONDS;
        allBySecond[second] = all.sumThenReset();
        failedBySecond[second] = failed.sumThenReset();
        long requests = sum(allBySecond);
        long bad = sum(failedBySecond);
        return requests < ENOUGH || bad * 100 < requests * PERCENT
                ? ""
                : bad + " of " + requests + " requests failed in the last minute";
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
