package dev.breakwater.upstream;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What is known of every origin's health, each class of traffic by itself. Lasts longer than any configuration. */
public final class Health {
    private record Place(String origin, Traffic traffic) {}

    private final ConcurrentMap<Place, Breaker> breakers = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** Knows nothing yet, and so thinks well of everybody. */
    public Health(InstantSource clock) {
        this.clock = clock;
    }

    private Breaker breaker(Origin origin, Traffic traffic) {
        return breakers.computeIfAbsent(new Place(origin.name() + " " + origin.domain(), traffic), p -> new Breaker());
    }

    /** Whether {@code origin} is worth asking now. Where it is on trial, the yes is for one exchange. */
    boolean admits(Origin origin, Traffic traffic) {
        return breaker(origin, traffic).admits(clock.instant());
    }

    /** Whether {@code origin} is out, or only just on trial. */
    public boolean suspect(Origin origin, Traffic traffic) {
        return breaker(origin, traffic).open(clock.instant());
    }

    /** Notes how an exchange ended. */
    public void observe(Origin origin, Traffic traffic, Outcome outcome) {
        Breaker breaker = breaker(origin, traffic);
        switch (outcome) {
            case Outcome.Found f -> breaker.success();
            case Outcome.NotModified n -> breaker.success();
            case Outcome.Missing m -> breaker.success();
            case Outcome.Denied d -> breaker.success();
            case Outcome.Throttled t -> breaker.park(clock.instant().plus(t.retryAfter()));
            case Outcome.Unavailable u -> breaker.failure(clock.instant());
            case Outcome.Abandoned a -> {}
        }
    }

    /** Notes that {@code origin} sent what is wrong: it is out in every class. */
    public void corrupt(Origin origin) {
        for (Traffic traffic : Traffic.values()) {
            breaker(origin, traffic).corrupt(clock.instant());
        }
    }
}
