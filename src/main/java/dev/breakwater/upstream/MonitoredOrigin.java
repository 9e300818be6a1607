package dev.breakwater.upstream;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An origin that monitors its exchanges: it limits how many run at once, checks their pace, updates the health, and publishes
 * an event for each.
 */
public final class MonitoredOrigin implements Origin {
    /** Thrown if a body arrives too slowly from a host that a client may have chosen. */
    private static final class Slow extends IOException {
        private static final long serialVersionUID = 1;

        Slow(String what) {
            super(what);
        }
    }

    private final Origin origin;
    private final @Nullable SharedLimit share;
    private final Health health;
    private final Events events;
    private final InstantSource clock;
    private final Map<Traffic, ConcurrencyLimit> gates = new EnumMap<>(Traffic.class);

    /** Monitors {@code origin}; {@code atOnce} exchanges may run at once in each class of traffic. */
    public MonitoredOrigin(Origin origin, int atOnce, Health health, Events events, InstantSource clock) {
        this(origin, null, atOnce, health, events, clock);
    }

    /** The same; each exchange also takes a place in {@code share}, if there is one. */
    public MonitoredOrigin(
            Origin origin, @Nullable SharedLimit share, int atOnce, Health health, Events events, InstantSource clock) {
        this.origin = origin;
        this.share = share;
        this.health = health;
        this.events = events;
        this.clock = clock;
        for (Traffic traffic : Traffic.values()) {
            gates.put(traffic, new ConcurrencyLimit(atOnce));
        }
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public String domain() {
        return origin.domain();
    }

    @Override
    public int weight() {
        return origin.weight();
    }

    @Override
    public boolean peer() {
        return origin.peer();
    }

    @Override
    public void reach() throws IOException {
        origin.reach();
    }

    /** The bare origin, for exchanges that are not monitored. */
    Origin unwatched() {
        return origin;
    }

    @Override
    public boolean fronts() {
        return origin.fronts();
    }

    @Override
    public ResponseLimits limits(Traffic traffic) {
        return origin.limits(traffic);
    }

    @Override
    public Duration grace(boolean doubted) {
        return origin.grace(doubted);
    }

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        if (share == null) {
            return gated(ask, sink);
        }
        if (!share.enter()) {
            return new Outcome.Unavailable(
                    "too many fetches from modules' own hosts at once: retry later", false, false, true);
        }
        try {
            return gated(ask, sink);
        } finally {
            share.leave();
        }
    }

    private Outcome gated(Ask ask, Sink sink) throws IOException {
        ConcurrencyLimit gate = Objects.requireNonNull(gates.get(ask.traffic()));
        if (!gate.enter(ask.cancellation())) {
            return new Outcome.Abandoned("cancelled before it began");
        }
        try {
            return watched(ask, sink);
        } finally {
            gate.leave();
        }
    }

    private Outcome watched(Ask ask, Sink sink) throws IOException {
        OriginHealth vitals = health.of(this, ask.traffic());
        Instant began = clock.instant();
        ResponseLimits limits = origin.limits(ask.traffic());
        OriginHealth.TrackedExchange exchange = vitals.begin(began, limits, ask.cancellation());
        Observer observer = new Observer(
                sink,
                exchange,
                new ThroughputMonitor(ask.traffic(), vitals.times().slowest()),
                limits.demanding() ? ThroughputMonitor.ofStranger() : null);
        Outcome outcome = new Outcome.Abandoned("its content could not be stored");
        try {
            outcome = exchanged(ask, observer);
        } finally {
            Instant now = clock.instant();
            exchange.end(ask, outcome, observer.bytes, now);
            events.publish(new Event.Exchanged(
                    name(),
                    ask.traffic().label(),
                    ask.path(),
                    outcome.shown(),
                    outcome.said(),
                    observer.bytes,
                    Duration.between(began, now)));
        }
        return outcome;
    }

    private Outcome exchanged(Ask ask, Observer observer) throws IOException {
        try {
            return credible(origin.get(ask, observer), ask);
        } catch (Slow slow) {
            return new Outcome.Unavailable(String.valueOf(slow.getMessage()), true);
        }
    }

    /** From a proven mirror, a "not found" counts in any form, even as a web page. */
    private Outcome credible(Outcome outcome, Ask ask) {
        return outcome instanceof Outcome.Missing missing && missing.page() && health.speaks(this, ask.traffic())
                ? new Outcome.Missing(missing.said())
                : outcome;
    }

    /** Measures the body as it passes through. */
    private final class Observer implements Sink {
        private final Sink sink;
        private final OriginHealth.TrackedExchange exchange;
        private final ThroughputMonitor pace;
        private final @Nullable ThroughputMonitor demanded;
        private long bytes;
        private long left;

        Observer(
                Sink sink,
                OriginHealth.TrackedExchange exchange,
                ThroughputMonitor pace,
                @Nullable ThroughputMonitor demanded) {
            this.sink = sink;
            this.exchange = exchange;
            this.pace = pace;
            this.demanded = demanded;
        }

        @Override
        public boolean begin(Head head) throws IOException {
            Instant now = clock.instant();
            exchange.heard(now);
            waits(now);
            left = head.total() < 0 ? Long.MAX_VALUE : head.total() - head.from();
            return sink.begin(head);
        }

        @Override
        public void write(ByteBuffer more) throws IOException {
            int n = more.remaining();
            bytes += n;
            left -= n;
            Instant now = clock.instant();
            exchange.came(bytes, pace.tooSlow(n, now) && left > 0);
            if (demanded != null && demanded.tooSlow(n, now) && left > 0) {
                throw new Slow("slower than " + demanded.slowest() / 1024 + " KiB/s for a minute");
            }
            sink.write(more);
            waits(clock.instant());
        }

        private void waits(Instant now) {
            exchange.waits(now);
            pace.waiting(now);
            if (demanded != null) {
                demanded.waiting(now);
            }
        }
    }
}
