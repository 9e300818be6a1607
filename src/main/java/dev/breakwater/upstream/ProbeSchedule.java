package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The schedule of probes: for each place so long after the one before began, not after it ended. One that gets no
 * answer would keep the next waiting until its time is up, and so the mirror from being found well in the meantime. Safe
 * for many threads.
 */
final class ProbeSchedule {
    /** So many may wait for one place at once; with a second between them, the first is given up before it is one more. */
    private static final int AT_ONCE = 4;

    /** What is probed: an origin's class of traffic, or that it can be reached. */
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

    /** Whether it is time for a probe of {@code place}, which then has begun; the first is due {@code every} after it is asked for. */
    synchronized boolean begin(ScheduledPlace place, Duration every) {
        Instant now = clock.instant();
        ScheduleLine line = lines.computeIfAbsent(place, p -> new ScheduleLine(now));
        // a little early, so that the next look is not just missed
        if (line.running >= AT_ONCE || now.isBefore(line.began.plus(every).minusMillis(100))) {
            return false;
        }
        line.began = now;
        line.running++;
        return true;
    }

    /** A probe of {@code place} that had begun is over. */
    synchronized void end(ScheduledPlace place) {
        ScheduleLine line = lines.get(place);
        if (line != null) {
            line.running--;
        }
    }
}
