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
    /** Which origin, and in which class of traffic. */
    private record TrafficKey(String name, String domain, Traffic traffic) {}

    /**
     * One origin in one class of traffic, for people.
     *
     * @param inFlight exchanges under way
     * @param p95 the time to the first byte that one in twenty exceeds; zero where too little is known
     */
    public record HealthReport(String upstream, String traffic, CircuitState state, int inFlight, Duration p95) {}

    /** Told of changes until it is closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Who sent what is wrong, whatever the class of traffic. */
    private record Liar(String name, String domain) {}

    /** The last thing that was proven wrong. */
    private record Lie(String artefact, Instant at) {}

    /** How long one wrong artefact makes the next one worse. */
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

    /**
     * What hangs in one class of traffic will hang in the others, as long as it has not answered in them since: so each
     * need not find out by itself.
     */
    private void doubt(TrafficKey place, Stall silence) {
        for (Traffic traffic : Traffic.values()) {
            if (traffic != place.traffic()) {
                all.computeIfAbsent(new TrafficKey(place.name(), place.domain(), traffic), this::vitals)
                        .doubt(silence.outside(place.traffic()), clock.instant());
            }
        }
    }

    /**
     * Has {@code action} run whenever an origin's health changes by what happens, on any thread; what time alone changes,
     * {@link #stallsAt} and {@link #silentAt} say beforehand. It must be quick, and may be run once more after the end.
     */
    public Watch onChange(Runnable action) {
        watching.add(action);
        return () -> watching.remove(action);
    }

    /** Whether nothing speaks against asking {@code origin}. */
    public boolean well(Origin origin, Traffic traffic) {
        return of(origin, traffic).state(clock.instant()) == CircuitState.HEALTHY;
    }

    /** Whether {@code origin} is late with something in any class of traffic, and has answered nothing in this one since. */
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

    /** When {@code origin} will be silent at the earliest, if it answers nothing in that class of traffic until then. */
    public Instant silentAt(Origin origin, Traffic traffic) {
        OriginHealth here = of(origin, traffic);
        Instant now = clock.instant();
        return Arrays.stream(Traffic.values())
                .map(any -> of(origin, any).lateAt(here, now))
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** How long to wait for the first byte of {@code origin} before another is asked as well: not long, where it is in doubt. */
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

    /** How long the first byte of {@code origin} may take before another is to be asked in its place. */
    public Duration replaceAfter(Origin origin, Traffic traffic) {
        Duration usual = of(origin, traffic).times().replaceAfter();
        Duration most = origin.limits(traffic).firstByte();
        return usual.compareTo(most) < 0 ? usual : most;
    }

    /** Whether the body of {@code ask} from {@code origin} has stalled, or nearly so. */
    public boolean stalls(Origin origin, Ask ask) {
        return of(origin, ask.traffic()).stalls(ask.cancellation(), clock.instant());
    }

    /** When it will have done so if no more of the body comes; null if it has by now, or none is under way. */
    public @Nullable Instant stallsAt(Origin origin, Ask ask) {
        return of(origin, ask.traffic()).stallsAt(ask.cancellation(), clock.instant());
    }

    /** Whether {@code origin} is out: its breaker is open, or a probe could not reach it a moment ago. */
    public boolean out(Origin origin, Traffic traffic) {
        OriginHealth vitals = of(origin, traffic);
        Instant now = clock.instant();
        return vitals.state(now) == CircuitState.OPEN || vitals.unreachable(now);
    }

    /**
     * Notes that what {@code origin} sent as {@code artefact} is proven wrong: it is out in that class of traffic, and in
     * every class where it has sent another wrong artefact within the last hour.
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

    /** Notes that {@code origin} has sent what only a mirror can have, or a checksum database in that class of traffic. */
    public void spoke(Origin origin, Traffic traffic) {
        speaking.add(tongue(origin, traffic));
    }

    /** Whether {@code origin} has ever shown that it is what it is configured as. */
    boolean speaks(Origin origin, Traffic traffic) {
        return speaking.contains(tongue(origin, traffic));
    }

    private static TrafficKey tongue(Origin origin, Traffic traffic) {
        Traffic spoken = traffic == Traffic.CHECKSUM ? traffic : Traffic.METADATA;
        return new TrafficKey(origin.name(), origin.domain(), spoken);
    }

    /** Whether {@code origin} is out of use: its breaker is open, no probe reaches it, or the operator has taken it out. */
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

    /** Notes that what {@code origin} sent was found to be right. */
    public void vouched(Origin origin) {
        for (Traffic traffic : Traffic.values()) {
            of(origin, traffic).onVerified(clock.instant());
        }
    }

    /** Takes every origin of that name out, or lets it be asked again: the operator's word, whatever else is known. */
    public void drain(String name, boolean out) {
        if (out) {
            drained.add(name);
        } else {
            drained.remove(name);
        }
    }

    /** Whether the origins of that name were taken out. */
    public boolean drained(String name) {
        return drained.contains(name);
    }

    /** How many names were taken out. */
    public int drained() {
        return drained.size();
    }

    /** Notes whether the origins of that name lag behind others with what is new: asked for metadata after these, then. */
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

    /** Everything that is known, by name. */
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
