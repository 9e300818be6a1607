package dev.breakwater.fetch;

import dev.breakwater.store.Standing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What to do about a request, given what is held. A pure decision. */
enum Plan {
    /** What is held is the answer. */
    SERVE,
    /** What is held is the answer for now; ask for better behind it. */
    SERVE_AND_REFRESH,
    /** Ask whether what is held is still current; it is the answer where that takes too long. */
    REVALIDATE,
    /** Ask; what is held, if anything, stands in only if no upstream answers. */
    FETCH,
    /** Nothing is held and no upstream may be asked. */
    NOTHING;

    /** How long an absence that two witnessed is believed. */
    static final Duration DOUBT = Duration.ofSeconds(60);

    /** How often what too few have told is asked again. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /**
     * What is held, as far as the decision needs it.
     *
     * @param validated when it was last confirmed
     */
    record Holding(Standing standing, Instant validated) {}

    /** Decides. {@code silent} says that no upstream may be asked. */
    static Plan of(@Nullable Holding holding, Freshness freshness, Instant now, boolean silent) {
        if (holding == null) {
            return silent ? NOTHING : FETCH;
        }
        if (silent) {
            return SERVE;
        }
        return switch (holding.standing()) {
            case CONFIRMED -> young(holding.validated(), freshness.limit(), now) ? SERVE : REVALIDATE;
            case PROVISIONAL -> provisional(holding.validated(), freshness, now);
            case ABSENT -> young(holding.validated(), DOUBT, now) ? SERVE : FETCH;
        };
    }

    /** Until when the plan for {@code holding} stays {@link #SERVE}, as far as time is concerned. */
    static Instant cacheableUntil(Holding holding, Freshness freshness) {
        Duration limit = freshness.limit();
        return switch (holding.standing()) {
            case CONFIRMED -> limit == null ? Instant.MAX : holding.validated().plus(limit);
            case PROVISIONAL -> holding.validated().plus(limit == null || limit.compareTo(AGAIN) > 0 ? AGAIN : limit);
            case ABSENT -> holding.validated().plus(DOUBT);
        };
    }

    private static Plan provisional(Instant validated, Freshness freshness, Instant now) {
        if (!young(validated, freshness.limit(), now)) {
            return REVALIDATE;
        }
        return young(validated, AGAIN, now) ? SERVE : SERVE_AND_REFRESH;
    }

    /** A time in the future means that the clock was set back: nothing is known of the age then. */
    private static boolean young(Instant validated, @Nullable Duration limit, Instant now) {
        return limit == null
                || (!validated.isAfter(now) && validated.plus(limit).isAfter(now));
    }
}
