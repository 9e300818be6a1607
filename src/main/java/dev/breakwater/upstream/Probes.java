package dev.breakwater.upstream;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The prober of origins, which requests files that they have delivered: each second while one of them is degraded and clients
 * send requests, every three seconds while it is degraded and idle, so that it is back for the next request; else rarely, to
 * spare public mirrors; never after ten minutes without a request.
 */
public final class Probes implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);

    /** How often a degraded origin is probed while clients send requests; one that recovers is probed at each tick. */
    private static final Duration HURRY = Duration.ofSeconds(1);

    /** The same while no client sends requests. */
    private static final Duration QUIET_HURRY = Duration.ofSeconds(3);

    private static final Duration CONNECTION = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration BUSY = Duration.ofMinutes(1);

    /** How often a healthy origin is probed; archives cost it more. */
    private static final Duration METADATA = Duration.ofSeconds(60);

    private static final Duration OTHERS = Duration.ofMinutes(5);

    /**
     * The origins of one repository or database.
     *
     * @param interval how often to probe; null for the default, which spares public mirrors
     * @param owners the names of those that own private packages: what they have delivered is asked of no other origin
     */
    public record WatchedTiers(Tiers tiers, @Nullable Duration interval, Set<String> owners) {
        /** Copies the set. */
        public WatchedTiers {
            owners = Set.copyOf(owners);
        }
    }

    /** How much of an archive's end a probe requests: enough to see bytes arrive. */
    static final int TAIL = 4 * 1024;

    private final Health health;
    private final Events events;
    private final InstantSource clock;
    private final BooleanSupplier offline;
    private final ProbeSchedule rota;
    private final Periodic ticker;
    private volatile List<WatchedTiers> watches = List.of();

    /** Probes no origins yet, and none while {@code offline}. */
    public Probes(Health health, Events events, InstantSource clock, BooleanSupplier offline) {
        this.health = health;
        this.events = events;
        this.clock = clock;
        this.offline = offline;
        this.rota = new ProbeSchedule(clock);
        this.ticker = new Periodic("probes", TICK, this::look, events);
        ticker.start();
    }

    /** Probes the origins of these from now on, and no others. */
    public void watch(List<WatchedTiers> origins) {
        watches = List.copyOf(origins);
    }

    private void look() {
        if (!offline.getAsBoolean()) {
            watches.forEach(this::look);
        }
    }

    private void look(WatchedTiers watch) {
        Instant now = clock.instant();
        List<Origin> all = watch.tiers().all().stream()
                .filter(origin -> !health.drained(origin.name()))
                .toList();
        Instant asked = all.stream()
                .flatMap(o -> List.of(Traffic.values()).stream()
                        .map(t -> health.of(o, t).asked()))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        if (watch.interval() == null && asked.isBefore(now.minus(IDLE))) {
            return;
        }
        Duration hurry = asked.isAfter(now.minus(BUSY)) ? HURRY : QUIET_HURRY;
        for (Origin origin : all) {
            boolean doubt = false;
            for (Traffic traffic : Traffic.values()) {
                OriginHealth vitals = health.of(origin, traffic);
                CircuitState state = vitals.state(now);
                boolean doubted =
                        state != CircuitState.HEALTHY && state != CircuitState.THROTTLED && vitals.probesHelp();
                doubt |= doubted;
                boolean recovering = doubted && vitals.recovering();
                if (state != CircuitState.THROTTLED) {
                    Duration every = recovering ? TICK : doubted ? hurry : every(watch, traffic);
                    once(
                            new ProbeSchedule.ScheduledPlace(origin.name(), traffic.label()),
                            every,
                            began -> ask(watch, origin, traffic, began));
                }
            }
            Duration every = watch.interval() != null ? watch.interval() : doubt ? hurry : CONNECTION;
            once(new ProbeSchedule.ScheduledPlace(origin.name(), "connection"), every, began -> reach(origin, began));
        }
    }

    private static Duration every(WatchedTiers watch, Traffic traffic) {
        Duration polite = traffic == Traffic.METADATA ? METADATA : OTHERS;
        Duration wanted = watch.interval();
        return wanted != null && wanted.compareTo(polite) < 0 ? wanted : polite;
    }

    /** Runs {@code probe} on a thread of its own if it is time for it. */
    private void once(ProbeSchedule.ScheduledPlace place, Duration every, Consumer<Instant> probe) {
        if (!rota.begin(place, every)) {
            return;
        }
        Instant began = clock.instant();
        Thread.ofVirtual().name("probe " + place.origin()).start(() -> {
            try {
                probe.accept(began);
            } finally {
                rota.end(place);
            }
        });
    }

    private void reach(Origin origin, Instant began) {
        try {
            origin.reach();
            events.publish(new Event.Probed(origin.name(), "connection", true, "connected"));
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            for (Traffic traffic : Traffic.values()) {
                health.of(origin, traffic).onProbeFailure(said, began, clock.instant());
            }
            events.publish(new Event.Probed(origin.name(), "connection", false, said));
        }
    }

    private void ask(WatchedTiers watch, Origin origin, Traffic traffic, Instant began) {
        KnownContent seen = seen(watch, origin, traffic).orElse(null);
        if (seen == null) {
            return;
        }
        long from = traffic == Traffic.ARCHIVE ? Math.max(0, seen.total() - TAIL) : 0;
        Ask whole = new Ask(
                seen.path(),
                traffic,
                from,
                null,
                List.of(),
                false,
                health.of(origin, traffic).times().probe(origin.limits(traffic).firstByte()),
                new Cancellation());
        Ask ask = (seen.headOnly() ? whole.head(Set.of()) : whole).with(seen.headers());
        Enough sink = new Enough(new ThroughputMonitor(traffic, 0), clock);
        Outcome outcome;
        try {
            outcome = quiet(origin).get(ask, sink);
        } catch (IOException e) {
            outcome = new Outcome.Unavailable(String.valueOf(e.getMessage()));
        }
        switch (outcome) {
            case Outcome.Found f -> well(origin, traffic, sink.bytes, f.said());
            case Outcome.NotModified n -> well(origin, traffic, 0, n.said());
            // An archive's head is enough.
            case Outcome.Abandoned a -> well(origin, traffic, 0, "response head received");
            case Outcome.Unavailable u -> unwell(origin, traffic, u.said(), began);
            case Outcome.Throttled t -> health.of(origin, traffic).onThrottled(t, clock.instant());
            // It may never have had this; if no origin has delivered anything yet, an answer is all there is to know.
            case Outcome.Missing m -> {
                if (seen.total() == KnownContent.UNSEEN) {
                    well(origin, traffic, 0, m.said());
                }
            }
            // It refuses access: that says nothing about its health.
            case Outcome.Denied d -> {}
        }
    }

    /** Records a success, also for classes without a request, which may be suspect because of others. */
    private void well(Origin origin, Traffic traffic, long bytes, String said) {
        for (Traffic any : Traffic.values()) {
            if (any == traffic || health.of(origin, any).asked().equals(Instant.MIN)) {
                health.of(origin, any).onProbeSuccess(bytes, said, clock.instant());
            }
        }
        events.publish(new Event.Probed(origin.name(), traffic.label(), true, said));
    }

    private void unwell(Origin origin, Traffic traffic, String said, Instant began) {
        health.of(origin, traffic).onProbeFailure(said, began, clock.instant());
        events.publish(new Event.Probed(origin.name(), traffic.label(), false, said));
    }

    private static Origin quiet(Origin origin) {
        return origin instanceof MonitoredOrigin watched ? watched.unwatched() : origin;
    }

    /**
     * A file that {@code origin} has delivered, or else another origin that gets the same requests and no private ones; else, if
     * it is suspect, what was requested last.
     */
    private Optional<KnownContent> seen(WatchedTiers watch, Origin origin, Traffic traffic) {
        List<Origin> candidates = new ArrayList<>(List.of(origin));
        watch.tiers().all().stream()
                .filter(other -> !watch.owners().contains(other.name()))
                .forEach(candidates::add);
        return candidates.stream()
                .map(o -> health.of(o, traffic).seen())
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> health.well(origin, traffic)
                        ? Optional.empty()
                        : Optional.ofNullable(health.of(origin, traffic).wanted()));
    }

    @Override
    public void close() {
        ticker.close();
    }

    /** Reads small bodies whole and large ones not at all; a trickling body counts as a failure. */
    private static final class Enough implements Sink {
        private static final int MOST = 1 << 20;

        private final ThroughputMonitor pace;
        private final InstantSource clock;
        private long bytes;
        private long left;

        Enough(ThroughputMonitor pace, InstantSource clock) {
            this.pace = pace;
            this.clock = clock;
        }

        @Override
        public boolean begin(Head head) {
            pace.waiting(clock.instant());
            left = head.total() < 0 ? Long.MAX_VALUE : head.total() - head.from();
            return head.total() < 0 || left <= MOST;
        }

        @Override
        public void write(ByteBuffer some) throws IOException {
            int n = some.remaining();
            some.position(some.limit());
            bytes += n;
            left -= n;
            if (left > 0 && pace.tooSlow(n, clock.instant())) {
                throw new IOException("slower than " + pace.slowest() / 1024 + " KiB/s");
            }
        }
    }
}
