package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reserve of one fetch: it is used once every configured upstream has failed, or all were silent for three seconds. From
 * then on it is a tier like the others. Used by one thread.
 */
final class ReserveUpstreams {
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Traffic traffic;
    private final Selector selector;
    private final Events events;
    private final InstantSource clock;
    private Tiers tiers;
    private Instant due;

    /** The reserve of {@code tiers}, which are tried from now on. */
    ReserveUpstreams(Tiers tiers, Traffic traffic, Selector selector, Events events, InstantSource clock) {
        this.tiers = tiers;
        this.traffic = traffic;
        this.selector = selector;
        this.events = events;
        this.clock = clock;
        this.due = clock.instant().plus(SILENCE);
    }

    /** All upstreams in use by now. */
    Tiers tiers() {
        return tiers;
    }

    /** Restarts the time of silence: the configured upstreams answered, though without usable content. */
    void heard() {
        due = clock.instant().plus(SILENCE);
    }

    /** Until when the configured upstreams may be silent; the earlier of that and {@code otherwise}. */
    @Nullable
    Instant due(@Nullable Instant otherwise) {
        return !waits() || (otherwise != null && otherwise.isBefore(due)) ? otherwise : due;
    }

    /** Whether the configured upstreams, if they have been silent until now, have been so for long enough. */
    boolean isDue() {
        return waits() && !clock.instant().isBefore(due);
    }

    /** Whether there is a reserve that is not in use yet. */
    boolean waits() {
        return !tiers.reserve().origins().isEmpty();
    }

    /** Makes it a tier; returns its origins, by their health. */
    Selector.Order join() {
        tell(tiers, "are down or silent", events, clock.instant());
        Tiers alone = new Tiers(
                tiers.name(), tiers.selection(), List.of(tiers.reserve().origins()));
        tiers = tiers.withReserve();
        return selector.order(alone, traffic);
    }

    /** Publishes that the reserve of {@code origins} is used, if it was not for a while. */
    static void tell(Tiers origins, String how, Events events, Instant now) {
        if (origins.reserve().begins(now)) {
            String names =
                    origins.reserve().origins().stream().map(Origin::name).collect(Collectors.joining(", "));
            events.publish(new Event.LogNote(
                    origins.name(),
                    "the configured upstreams " + how + ", so the server uses the reserve: " + names
                            + "; to turn it off, set reserve: off"));
        }
    }
}
