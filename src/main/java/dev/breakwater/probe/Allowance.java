package dev.breakwater.probe;

import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The remaining budget for one mirror, in bytes and in time. When time is up, all pending requests are cancelled. */
public final class Allowance {
    private final Instant end;
    private final InstantSource clock;
    private final Cancellation cancellation = new Cancellation();
    private final long all;
    private long left;

    Allowance(long bytes, Instant end, InstantSource clock) {
        this.all = bytes;
        this.left = bytes;
        this.end = end;
        this.clock = clock;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Takes the remaining bytes, at most {@code wanted}. */
    synchronized int take(int wanted) {
        int taken = (int) Math.min(wanted, left);
        left -= taken;
        return taken;
    }

    /** Returns unused bytes to the budget. */
    synchronized void giveBack(int unused) {
        left += unused;
    }

    synchronized long left() {
        return left;
    }

    synchronized long used() {
        return all - left;
    }

    /** The remaining time; never negative. */
    public Duration time() {
        Duration time = Duration.between(clock.instant(), end);
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** Whether nothing may be asked any more. */
    public boolean over() {
        return cancellation.cancelled() || time().isZero() || left() <= 0;
    }
}
