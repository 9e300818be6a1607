package dev.breakwater.fetch;

import dev.breakwater.store.Standing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The plan for a request, given the stored entry. A pure decision. */
enum Plan {
    /** Serve the entry. */
    SERVE,
    /** Serve the entry, and refresh it behind the answer. */
    SERVE_AND_REFRESH,
    /** Revalidate the entry; serve it if that takes too long. */
    REVALIDATE,
    /** Fetch; serve an entry, if there is one, only if no upstream answers. */
    FETCH,
    /** There is no entry, and no upstream may be asked. */
    NOTHING;

    /** How long an absence with two witnesses is used. */
    static final Duration DOUBT = Duration.ofSeconds(60);

    /** How often an entry with too few witnesses is fetched again. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /**
     * The stored entry, as far as the decision needs it.
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

    /** Until when the plan for {@code holding} stays {@link #SERVE}. */
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

    /** A time in the future means that the clock was set back: then the age is unknown. */
    private static boolean young(Instant validated, @Nullable Duration limit, Instant now) {
        return limit == null
                || (!validated.isAfter(now) && validated.plus(limit).isAfter(now));
    }
}
