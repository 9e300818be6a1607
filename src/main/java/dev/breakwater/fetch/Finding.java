package dev.breakwater.fetch;

import dev.breakwater.event.Spared;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What asking the origins came to. */
sealed interface Finding {
    /**
     * The content has arrived and was judged.
     *
     * @param upstream who sent it
     * @param by what vouches for it
     * @param confirmed whether that is enough to keep it for good
     * @param etag the origin's ETag, if any
     * @param modified the origin's Last-Modified, if any
     * @param spared what kept it from failing
     * @param stale whether nobody could be asked how it is now: it is what a peer holds, and is kept for the dark alone
     */
    record Landed(
            String upstream,
            String by,
            boolean confirmed,
            @Nullable String etag,
            @Nullable String modified,
            Spared spared,
            boolean stale)
            implements Finding {
        /** What is current. */
        Landed(
                String upstream,
                String by,
                boolean confirmed,
                @Nullable String etag,
                @Nullable String modified,
                Spared spared) {
            this(upstream, by, confirmed, etag, modified, spared, false);
        }
    }

    /** What is held is still current; {@code spared} says what kept asking from failing. */
    record Unchanged(String upstream, Spared spared) implements Finding {}

    /**
     * Nobody has it.
     *
     * @param witnessed whether as many said so as are needed to remember it
     * @param pages whether only web pages said so that may be anybody's: then it is told, and not remembered at all
     */
    record Nobody(boolean witnessed, List<Testimony> said, boolean pages) implements Finding {}

    /** Nobody who might have it answered as they should. */
    record Failed(String why, Duration retryAfter, List<Testimony> said) implements Finding {}

    /** What kept it from failing. */
    default Spared spared() {
        return switch (this) {
            case Landed landed -> landed.spared;
            case Unchanged unchanged -> unchanged.spared;
            case Nobody n -> Spared.NOTHING;
            case Failed f -> Spared.NOTHING;
        };
    }
}
