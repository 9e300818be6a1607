package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/**
 * A moving average that jumps to every peak at once and forgets it with a half-life of seven seconds, also without
 * measurements: so a slow origin is avoided at once, and tried again after a while. As in Finagle's load balancer of that
 * name.
 */
final class PeakEwma {
    private static final double DECAY_MILLIS = 10_000;

    private double average;
    private Instant at = Instant.MIN;

    synchronized void add(Duration took, Instant now) {
        double before = value(now);
        double nanos = took.toNanos();
        average = nanos > before ? nanos : before + (nanos - before) * 0.1;
        at = now;
    }

    /** Resets it. */
    synchronized void forget() {
        at = Instant.MIN;
        average = 0;
    }

    /** Nanoseconds; 0 without measurements. */
    synchronized double value(Instant now) {
        if (at.equals(Instant.MIN)) {
            return 0;
        }
        return average * Math.exp(-Math.max(0, Duration.between(at, now).toMillis()) / DECAY_MILLIS);
    }
}
