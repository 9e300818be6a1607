package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.status.Situation;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The alerts that are firing, and the last {@value #KEPT} resolved ones, since the start. Safe for many threads. */
public final class AlertHistory implements Events {
    private static final int KEPT = 200;

    private final Map<String, Event.Alert> firing = new LinkedHashMap<>();
    private final Deque<AlertLine> over = new ArrayDeque<>();
    private final InstantSource clock;

    /** Starts empty. */
    public AlertHistory(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.Alert alert) {
            note(alert);
        }
    }

    private synchronized void note(Event.Alert alert) {
        if (alert.firing()) {
            firing.put(alert.id(), alert);
            return;
        }
        firing.remove(alert.id());
        over.addFirst(line(alert, clock.instant()));
        if (over.size() > KEPT) {
            over.removeLast();
        }
    }

    /** The firing alerts, newest first. */
    public synchronized List<AlertLine> firing() {
        return firing.values().stream().map(alert -> line(alert, null)).toList().reversed();
    }

    /** The firing alerts, in the form that the status is computed from. */
    public synchronized List<Situation.ActiveAlert> active() {
        return firing.values().stream()
                .map(alert -> new Situation.ActiveAlert(alert.rule(), alert.subject(), alert.since()))
                .toList();
    }

    /** The resolved alerts, the last one first. */
    public synchronized List<AlertLine> over() {
        return List.copyOf(over);
    }

    private static AlertLine line(Event.Alert alert, java.time.@Nullable Instant until) {
        return new AlertLine(
                alert.id(),
                alert.rule().written(),
                alert.subject(),
                alert.firing(),
                alert.since(),
                until,
                alert.message(),
                alert.advice());
    }
}
