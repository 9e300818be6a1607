package dev.breakwater.insight;

import dev.breakwater.event.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The history of one upstream in one class of traffic. Guarded by its owner. */
final class TrafficHistory {
    private static final int CHANGES = 200;
    private static final int FAILURES = 20;

    private final Deque<UpstreamStory.Change> changes = new ArrayDeque<>();
    private final Deque<UpstreamStory.Failure> failures = new ArrayDeque<>();
    private final MinuteCounts minutes = new MinuteCounts();

    void changed(Event.HealthChanged event, Instant now) {
        changes.addLast(
                new UpstreamStory.Change(now, event.from().written(), event.to().written(), event.why()));
        if (changes.size() > CHANGES) {
            changes.removeFirst();
        }
    }

    void exchanged(Event.Exchanged event, Instant now) {
        boolean failed = UpstreamLedger.failed(event);
        minutes.add(event, failed, now);
        if (failed) {
            failed(event.outcome().written(), event.said(), now);
        }
    }

    void failed(String outcome, String said, Instant now) {
        failures.addFirst(new UpstreamStory.Failure(now, outcome, said));
        if (failures.size() > FAILURES) {
            failures.removeLast();
        }
    }

    List<UpstreamStory.Failure> failures() {
        return List.copyOf(failures);
    }

    UpstreamStory.Traffic told(String traffic, Instant now) {
        UpstreamStory.Change last = changes.peekLast();
        return new UpstreamStory.Traffic(
                traffic,
                last == null ? "healthy" : last.to(),
                last == null ? null : last.at(),
                last == null ? "" : last.why(),
                List.copyOf(changes),
                failures(),
                minutes.told(now));
    }
}
