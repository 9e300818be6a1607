package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The schedule of probes: each place's interval counts from the start of the last probe, not from its end. Otherwise a probe
 * without an answer would delay the next until its timeout, and a recovered mirror would be noticed late. Thread-safe.
 */
final class ProbeSchedule {
    /** How many probes of one place may wait at once; with a second between them, the first times out before one more. */
    private static final int AT_ONCE = 4;

    /** A probed place: an origin's class of traffic, or its connection. */
    record ScheduledPlace(String origin, String what) {}

    private static final class ScheduleLine {
        private Instant began;
        private int running;

        ScheduleLine(Instant began) {
            this.began = began;
        }
    }

    private final InstantSource clock;
    private final Map<ScheduledPlace, ScheduleLine> lines = new HashMap<>();

    ProbeSchedule(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Whether a probe of {@code place} is due, which then counts as begun; the first is due {@code every} after the first
     * call.
     */
    synchronized boolean begin(ScheduledPlace place, Duration every) {
        Instant now = clock.instant();
        ScheduleLine line = lines.computeIfAbsent(place, p -> new ScheduleLine(now));
        // a little early, so that it doesn't just miss the next tick
        if (line.running >= AT_ONCE || now.isBefore(line.began.plus(every).minusMillis(100))) {
            return false;
        }
        line.began = now;
        line.running++;
        return true;
    }

    /** Records the end of a probe of {@code place}. */
    synchronized void end(ScheduledPlace place) {
        ScheduleLine line = lines.get(place);
        if (line != null) {
            line.running--;
        }
    }
}
