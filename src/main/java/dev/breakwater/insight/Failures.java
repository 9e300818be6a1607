package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many of a repository's requests failed within the last minute. Counting is all that a request costs; the rest
 * happens when it is looked at, once a second.
 */
final class Failures {
    /** The least number of requests that mean something, and the percentage of failures that is too much. */
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

    /** To be called once a second: what went wrong, in words; empty where it is within bounds. */
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
