package dev.breakwater.upstream;

import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The health of every origin, in each class of traffic separately. Survives changes of the configuration. */
public final class Health {
    /** An origin and a class of traffic. */
    private record TrafficKey(String name, String domain, Traffic traffic) {}

    /**
     * The health of one origin in one class of traffic, for display.
     *
     * @param inFlight exchanges under way
     * @param p95 the time to the first byte that one in twenty exceeds; zero if there are too few measurements
     */
    public record HealthReport(String upstream, String traffic, CircuitState state, int inFlight, Duration p95) {}

    /** Receives changes until it is closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** An origin that sent wrong content, in any class of traffic. */
    private record Liar(String name, String domain) {}

    /** The last artefact that was proven wrong. */
    private record Lie(String artefact, Instant at) {}

    /** How long a wrong artefact counts toward the penalty of the next one. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final ConcurrentMap<Liar, Lie> lies = new ConcurrentHashMap<>();
    private final ConcurrentMap<TrafficKey, OriginHealth> all = new ConcurrentHashMap<>();
    private final Set<TrafficKey> speaking = ConcurrentHashMap.newKeySet();
    private final Set<String> drained = ConcurrentHashMap.newKeySet();
    private final Set<String> late = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> watching = ConcurrentHashMap.newKeySet();
    private final Events events;
    private final InstantSource clock;

    /** Starts with all upstreams healthy. Publishes each change of health to {@code events}. */
    public Health(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    OriginHealth of(Origin origin, Traffic traffic) {
        TrafficKey place = new TrafficKey(origin.name(), origin.domain(), traffic);
        OriginHealth known = all.get(place);
        return known == null ? all.computeIfAbsent(place, this::vitals) : known;
    }

    private OriginHealth vitals(TrafficKey place) {
        return new OriginHealth(place.traffic(), new OriginHealth.HealthListener() {
            @Override
            public void changed(OriginHealth.StateChange change) {
                events.publish(new Event.HealthChanged(
                        place.name(), place.traffic().label(), change.from(), change.to(), change.why()));
                moved();
            }

            @Override
            public void moved() {
                watching.forEach(Runnable::run);
            }

            @Override
            public void hangs(Stall silence) {
                doubt(place, silence);
            }
        });
    }

    /** Makes an origin that stalls in one class of traffic suspect in the others too, unless it has answered there since. */
    private void doubt(TrafficKey place, Stall silence) {
        for (Traffic traffic : Traffic.values()) {
            if (traffic != place.traffic()) {
                all.computeIfAbsent(new TrafficKey(place.name(), place.domain(), traffic), this::vitals)
                        .doubt(silence.outside(place.traffic()), clock.instant());
            }
        }
    }

    /**
     * Runs {@code action} whenever an event changes an origin's health, on any thread; {@link #stallsAt} and {@link #silentAt}
     * predict changes by time alone. The action must be quick, and may run once more after the end.
     */
    public Watch onChange(Runnable action) {
        watching.add(action);
        return () -> watching.remove(action);
    }

    /** Whether {@code origin} is healthy. */
    public boolean well(Origin origin, Traffic traffic) {
        return of(origin, traffic).state(clock.instant()) == CircuitState.HEALTHY;
    }

    /** Whether {@code origin} is late with a response in any class of traffic, and has answered nothing in this one since. */
    public boolean silent(Origin origin, Traffic traffic) {
        OriginHealth here = of(origin, traffic);
        Instant now = clock.instant();
        for (Traffic any : Traffic.values()) {
            Instant since = of(origin, any).lateSince(now);
            if (since != null && !here.answeredSince(since)) {
                return true;
            }
        }
        return false;
    }

    /** When {@code origin} becomes silent at the earliest, if it answers nothing in that class of traffic until then. */
    public Instant silentAt(Origin origin, Traffic traffic) {
        OriginHealth here = of(origin, traffic);
        Instant now = clock.instant();
        return Arrays.stream(Traffic.values())
                .map(any -> of(origin, any).lateAt(here, now))
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** How long to wait for the first byte of {@code origin} before also asking another: not long if it is suspect. */
    public Duration hedgeAfter(Origin origin, Traffic traffic) {
        OriginHealth vitals = of(origin, traffic);
        return vitals.state(clock.instant()) == CircuitState.HEALTHY
                ? vitals.times().hedgeAfter()
                : vitals.times().leastHedge();
    }

    /** The time to the first byte of {@code origin}'s last answer, in its slowest class; zero if there was none. */
    public Duration lastAnswer(Origin origin) {
        return Arrays.stream(Traffic.values())
                .map(traffic -> of(origin, traffic).times().last())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** How long the first byte of {@code origin} may take before another replaces it. */
    public Duration replaceAfter(Origin origin, Traffic traffic) {
        Duration usual = of(origin, traffic).times().replaceAfter();
        Duration most = origin.limits(traffic).firstByte();
        return usual.compareTo(most) < 0 ? usual : most;
    }

    /** Whether the body of {@code ask} from {@code origin} has stalled, or nearly so. */
    public boolean stalls(Origin origin, Ask ask) {
        return of(origin, ask.traffic()).stalls(ask.cancellation(), clock.instant());
    }

    /** When the body stalls if no more bytes arrive; null if it has stalled already, or there is none. */
    public @Nullable Instant stallsAt(Origin origin, Ask ask) {
        return of(origin, ask.traffic()).stallsAt(ask.cancellation(), clock.instant());
    }

    /** Whether {@code origin} is out: its breaker is open, or a recent probe could not reach it. */
    public boolean out(Origin origin, Traffic traffic) {
        OriginHealth vitals = of(origin, traffic);
        Instant now = clock.instant();
        return vitals.state(now) == CircuitState.OPEN || vitals.unreachable(now);
    }

    /**
     * Records that {@code origin} sent wrong content as {@code artefact}: it is out in that class of traffic, and in every
     * class where it has sent another wrong artefact within the last hour.
     */
    public void corrupt(Origin origin, Traffic traffic, String artefact, String why) {
        Instant now = clock.instant();
        Lie lie = new Lie(artefact, now);
        Lie before = lies.put(new Liar(origin.name(), origin.domain()), lie);
        boolean again = before != null
                && !before.artefact().equals(artefact)
                && now.isBefore(before.at().plus(REMEMBERED));
        for (Traffic each : again ? Traffic.values() : new Traffic[] {traffic}) {
            of(origin, each).onCorrupt(why, now);
        }
    }

    /** Records that {@code origin} has sent something that only a mirror has, or a checksum database in that class. */
    public void spoke(Origin origin, Traffic traffic) {
        speaking.add(tongue(origin, traffic));
    }

    /** Whether {@code origin} has ever proved to be what it is configured as. */
    boolean speaks(Origin origin, Traffic traffic) {
        return speaking.contains(tongue(origin, traffic));
    }

    private static TrafficKey tongue(Origin origin, Traffic traffic) {
        Traffic spoken = traffic == Traffic.CHECKSUM ? traffic : Traffic.METADATA;
        return new TrafficKey(origin.name(), origin.domain(), spoken);
    }

    /** Whether {@code origin} is out of use: its breaker is open, no probe reaches it, or an operator has disabled it. */
    public boolean outOfUse(Origin origin, Traffic traffic) {
        OriginHealth vitals = of(origin, traffic);
        Instant now = clock.instant();
        return drained(origin.name())
                || vitals.unreachable(now)
                || switch (vitals.state(now)) {
                    case OPEN, HALF_OPEN -> true;
                    case HEALTHY, SUSPECT, THROTTLED -> false;
                };
    }

    /** Records that content from {@code origin} was verified. */
    public void vouched(Origin origin) {
        for (Traffic traffic : Traffic.values()) {
            of(origin, traffic).onVerified(clock.instant());
        }
    }

    /** Disables or enables every origin of that name, whatever its health. */
    public void drain(String name, boolean out) {
        if (out) {
            drained.add(name);
        } else {
            drained.remove(name);
        }
    }

    /** Whether the origins of that name are disabled. */
    public boolean drained(String name) {
        return drained.contains(name);
    }

    /** How many names are disabled. */
    public int drained() {
        return drained.size();
    }

    /** Records whether the origins of that name lag behind others with new versions; then they are tried after these. */
    public void late(String name, boolean lags) {
        if (lags) {
            late.add(name);
        } else {
            late.remove(name);
        }
    }

    boolean late(String name) {
        return late.contains(name);
    }

    /** The health of all origins, by name. */
    public List<HealthReport> report() {
        return all.entrySet().stream()
                .map(e -> new HealthReport(
                        e.getKey().name(),
                        e.getKey().traffic().label(),
                        e.getValue().state(clock.instant()),
                        e.getValue().inFlight(),
                        e.getValue().times().p95()))
                .sorted(Comparator.comparing(HealthReport::upstream).thenComparing(HealthReport::traffic))
                .toList();
    }
}
