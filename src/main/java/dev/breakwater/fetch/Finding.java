package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
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
     * @param spared what kept it from failing
     * @param stale whether nobody could be asked how it is now: it is what a peer holds, and is kept for the dark alone
     * @param kept whether it may be kept at all; else it is told and forgotten
     */
    record Landed(
            String upstream,
            String by,
            boolean confirmed,
            @Nullable String etag,
            RescuedBy spared,
            boolean stale,
            boolean kept)
            implements Finding {
        /** What is current. */
        Landed(String upstream, String by, boolean confirmed, @Nullable String etag, RescuedBy spared) {
            this(upstream, by, confirmed, etag, spared, false, true);
        }
    }

    /** What is held is still current; {@code spared} says what kept asking from failing. */
    record Unchanged(String upstream, RescuedBy spared) implements Finding {}

    /**
     * Nobody has it.
     *
     * @param witnessed whether as many said so as are needed to remember it
     * @param pages whether only web pages said so that may be anybody's: then it is told, and not remembered at all
     */
    record Nobody(boolean witnessed, List<UpstreamReport> said, boolean pages) implements Finding {}

    /**
     * The thing itself is broken: upstreams that fail apart from each other sent it with the same defect, and none sent it
     * without. That is no outage, and no upstream's fault.
     *
     * @param contradicts whether it contradicts an authenticated record; else it is malformed
     */
    record Unusable(String why, boolean contradicts, List<UpstreamReport> said) implements Finding {}

    /**
     * Nobody who might have it answered as they should.
     *
     * @param wrong whether something was sent for it, and was wrong: then this is about one thing, and no outage
     */
    record Failed(String why, Duration retryAfter, List<UpstreamReport> said, boolean wrong) implements Finding {
        /** Nothing was sent for it, as far as is known. */
        Failed(String why, Duration retryAfter, List<UpstreamReport> said) {
            this(why, retryAfter, said, false);
        }

        /** The same, after something was sent for it that was wrong. */
        Failed wrongly() {
            return new Failed(why, retryAfter, said, true);
        }
    }

    /** What kept it from failing. */
    default RescuedBy spared() {
        return switch (this) {
            case Landed landed -> landed.spared;
            case Unchanged unchanged -> unchanged.spared;
            case Nobody n -> RescuedBy.NOTHING;
            case Unusable u -> RescuedBy.NOTHING;
            case Failed f -> RescuedBy.NOTHING;
        };
    }
}
