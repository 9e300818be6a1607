package dev.breakwater.upstream;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * A budget of extra requests: a share of the requests of the last ten seconds, and a few besides. So help
 * for one slow answer never becomes a storm when everything is slow.
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
     * A full one.
     *
     * @param share extra requests for each request
     * @param perSecond extra requests a second, whatever was asked
     */
    public Budget(double share, double perSecond, InstantSource clock) {
        this.share = Math.round(share * ONE);
        this.besides = Math.round(perSecond * SECONDS * ONE);
        this.clock = clock;
    }

    /** One request was made that had to be. */
    public synchronized void earn() {
        balance[now()] += share;
    }

    /** Takes one extra request out; false where there is none left. */
    public boolean spend() {
        return spend(1);
    }

    /** Takes so many extra requests out; none and false where there are fewer. */
    public synchronized boolean spend(int requests) {
        int now = now();
        if (besides + Arrays.stream(balance).sum() < requests * ONE) {
            return false;
        }
        balance[now] -= requests * ONE;
        return true;
    }

    /** When a share of what was spent comes back if nothing is asked until then: with the next second. */
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
