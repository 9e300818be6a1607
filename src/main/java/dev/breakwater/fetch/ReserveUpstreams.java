package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reserve of one fetch: it steps in once every chosen upstream has failed, or all were silent for three seconds. From then on
 * it is a tier like the others. Used by one thread.
 */
final class ReserveUpstreams {
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Tiers origins;
    private final Traffic traffic;
    private final Engine.Parts parts;
    private Instant due;
    private boolean used;

    /** The reserve of {@code origins}, which are asked from now on. */
    ReserveUpstreams(Tiers origins, Traffic traffic, Engine.Parts parts) {
        this.origins = origins;
        this.traffic = traffic;
        this.parts = parts;
        this.due = parts.steady().instant().plus(SILENCE);
        this.used = origins.reserve().origins().isEmpty();
    }

    /** The chosen upstreams were not silent until now: what they sent was of no use, and is asked for anew. */
    void heard() {
        due = parts.steady().instant().plus(SILENCE);
    }

    /** Until when the chosen upstreams may be silent; the earlier of that and {@code otherwise}. */
    @Nullable
    Instant due(@Nullable Instant otherwise) {
        return used || (otherwise != null && otherwise.isBefore(due)) ? otherwise : due;
    }

    /** Whether the chosen upstreams, if they have been silent until now, have been so for long enough. */
    boolean isDue() {
        return !used && !parts.steady().instant().isBefore(due);
    }

    /** Whether it can still step in. */
    boolean waits() {
        return !used;
    }

    /** Steps in: who is to be asked besides, by their health. */
    Selector.Order stepIn() {
        used = true;
        tell(origins, "are out or silent", parts);
        return parts.selector()
                .order(
                        new Tiers(
                                origins.name(),
                                origins.selection(),
                                List.of(origins.reserve().origins())),
                        traffic);
    }

    /** Tells that the reserve of {@code origins} is used, if it was not for a while. */
    static void tell(Tiers origins, String how, Engine.Parts parts) {
        if (origins.reserve().begins(parts.steady().instant())) {
            String names =
                    origins.reserve().origins().stream().map(Origin::name).collect(Collectors.joining(", "));
            parts.events()
                    .publish(new Event.LogNote(
                            origins.name(),
                            "the upstreams that were chosen " + how + ", so the reserve is asked meanwhile: " + names
                                    + "; `reserve: off` switches it off"));
        }
    }
}
