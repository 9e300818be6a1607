package dev.breakwater.upstream;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * A budget of extra requests: a share of the requests of the last ten seconds, plus a few. So extra requests never become a
 * storm when everything is slow.
 */
public final class Budget {
    private static final int SECONDS = 10;

    /** What one request costs, so that shares of it are whole numbers. */
    private static final long ONE = 1000;

    private final long share;
    private final long besides;
    private final InstantSource clock;
    private final long[] balance = new long[SECONDS];
    private long second = Long.MIN_VALUE;

    /**
     * A full budget.
     *
     * @param share extra requests for each request
     * @param perSecond extra requests a second, independent of the load
     */
    public Budget(double share, double perSecond, InstantSource clock) {
        this.share = Math.round(share * ONE);
        this.besides = Math.round(perSecond * SECONDS * ONE);
        this.clock = clock;
    }

    /** Records a regular request. */
    public synchronized void earn() {
        balance[now()] += share;
    }

    /** Spends one extra request; false if none is left. */
    public boolean spend() {
        return spend(1);
    }

    /** Spends so many extra requests; none and false if fewer are left. */
    public synchronized boolean spend(int requests) {
        int now = now();
        if (besides + Arrays.stream(balance).sum() < requests * ONE) {
            return false;
        }
        balance[now] -= requests * ONE;
        return true;
    }

    /** When a part of the budget is next refilled without further requests: with the next second. */
    public Duration untilNext() {
        return Duration.ofMillis(1000 - Math.floorMod(clock.instant().toEpochMilli(), 1000L));
    }

    private int now() {
        long current = Math.floorDiv(clock.instant().toEpochMilli(), 1000L);
        if (second == Long.MIN_VALUE || current - second >= SECONDS || current < second) {
            Arrays.fill(balance, 0);
            second = current;
        }
        while (second < current) {
            second++;
            balance[Math.floorMod(second, SECONDS)] = 0;
        }
        return Math.floorMod(current, SECONDS);
    }
}
