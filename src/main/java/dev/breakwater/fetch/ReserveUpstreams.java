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
 * The reserve of one fetch: it is asked once every chosen upstream has failed, or all were silent for three seconds. From
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

    /** The reserve of {@code tiers}, which are asked from now on. */
    ReserveUpstreams(Tiers tiers, Traffic traffic, Selector selector, Events events, InstantSource clock) {
        this.tiers = tiers;
        this.traffic = traffic;
        this.selector = selector;
        this.events = events;
        this.clock = clock;
        this.due = clock.instant().plus(SILENCE);
    }

    /** All upstreams that are asked by now. */
    Tiers tiers() {
        return tiers;
    }

    /** The chosen upstreams were not silent until now: what they sent was of no use, and is asked for anew. */
    void heard() {
        due = clock.instant().plus(SILENCE);
    }

    /** Until when the chosen upstreams may be silent; the earlier of that and {@code otherwise}. */
    @Nullable
    Instant due(@Nullable Instant otherwise) {
        return !waits() || (otherwise != null && otherwise.isBefore(due)) ? otherwise : due;
    }

    /** Whether the chosen upstreams, if they have been silent until now, have been so for long enough. */
    boolean isDue() {
        return waits() && !clock.instant().isBefore(due);
    }

    /** Whether there is one that was not asked yet. */
    boolean waits() {
        return !tiers.reserve().origins().isEmpty();
    }

    /** Makes it a tier; returns who is to be asked besides, by their health. */
    Selector.Order join() {
        tell(tiers, "are out or silent", events, clock.instant());
        Tiers alone = new Tiers(
                tiers.name(), tiers.selection(), List.of(tiers.reserve().origins()));
        tiers = tiers.withReserve();
        return selector.order(alone, traffic);
    }

    /** Tells that the reserve of {@code origins} is used, if it was not for a while. */
    static void tell(Tiers origins, String how, Events events, Instant now) {
        if (origins.reserve().begins(now)) {
            String names =
                    origins.reserve().origins().stream().map(Origin::name).collect(Collectors.joining(", "));
            events.publish(new Event.LogNote(
                    origins.name(),
                    "the upstreams that were chosen " + how + ", so the reserve is asked meanwhile: " + names
                            + "; `reserve: off` switches it off"));
        }
    }
}
