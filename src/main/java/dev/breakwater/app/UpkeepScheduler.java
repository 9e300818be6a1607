package dev.breakwater.app;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.repository.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The scheduler of the repositories' {@link Upkeep}: one run at a time, on its own thread, with a pause after every few files. */
final class UpkeepScheduler implements AutoCloseable {
    /** Not right after a start: clients first get a chance to use what they need. */
    private static final Duration FIRST = Duration.ofHours(1);

    private static final int AT_ONCE = 64;
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Supplier<Site> site;
    private final Events events;
    private final InstantSource clock;
    private final Instant started;
    private final Periodic ticker;
    private final Map<String, Instant> due = new HashMap<>();
    private int seen;

    UpkeepScheduler(Supplier<Site> site, Events events, InstantSource clock) {
        this.site = site;
        this.events = events;
        this.clock = clock;
        this.started = clock.instant();
        this.ticker = new Periodic("collection", Duration.ofSeconds(1), this::look, events);
    }

    /** Not on a virtual thread: a walk over many files would keep a carrier busy. */
    void start() {
        ticker.startOnPlatformThread();
    }

    private void look() throws InterruptedException {
        for (Map.Entry<String, Repository> each : site.get().repositories().entrySet()) {
            Upkeep upkeep = each.getValue().upkeep().orElse(null);
            if (upkeep != null && !ticker.closed() && isDue(each.getKey(), upkeep.every())) {
                run(each.getKey(), upkeep);
            }
        }
    }

    private boolean isDue(String repository, Duration every) {
        Instant now = clock.instant();
        Instant first = started.plus(every.compareTo(FIRST) < 0 ? every : FIRST);
        boolean is = !now.isBefore(due.computeIfAbsent(repository, _ -> first));
        if (is) {
            due.put(repository, now.plus(every));
        }
        return is;
    }

    private void run(String repository, Upkeep upkeep) throws InterruptedException {
        try {
            upkeep.run(this::goOn);
        } catch (IOException | UncheckedIOException e) {
            events.publish(new Event.Alarm(repository, "what it does not need can't be removed: " + e.getMessage(), e));
        }
    }

    private boolean goOn() throws InterruptedException {
        seen = (seen + 1) % AT_ONCE;
        return seen == 0 ? !ticker.closedWithin(PAUSE) : !ticker.closed();
    }

    @Override
    public void close() {
        ticker.close();
    }
}
