package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What one fetch came to: the same for the task that led it and for every request that waited. */
sealed interface FetchResult {
    /**
     * The content has arrived and was judged.
     *
     * @param upstream the name of the upstream that sent it
     * @param by what vouches for it
     * @param grade what it is worth
     * @param etags the ETags of the origins that sent it, by their names
     * @param spared what kept the fetch from failing
     * @param content the bytes
     * @param headers what the origin said of them, as far as that is kept; by names in lower case
     */
    record Fetched(
            String upstream,
            String by,
            Grade grade,
            Map<String, String> etags,
            RescuedBy spared,
            FetchedContent content,
            Map<String, String> headers)
            implements FetchResult {
        /** Of which nothing is kept that an origin said. */
        Fetched(
                String upstream,
                String by,
                Grade grade,
                Map<String, String> etags,
                RescuedBy spared,
                FetchedContent content) {
            this(upstream, by, grade, etags, spared, content, Map.of());
        }
    }

    /**
     * What is held has not changed, as far as is known.
     *
     * @param upstream the names of the upstreams that say so
     * @param grade what that is worth: only what is confirmed is current
     * @param spared what kept asking from failing
     */
    record Unchanged(String upstream, Grade grade, RescuedBy spared) implements FetchResult {
        /** What is held is still current. */
        Unchanged(String upstream, RescuedBy spared) {
            this(upstream, Grade.CONFIRMED, spared);
        }
    }

    /**
     * No upstream has it.
     *
     * @param witnessed whether as many said so as are needed to remember it
     * @param pages whether only web pages said so that may come from anything on the way: then it is told, and not remembered at all
     */
    record NotFound(boolean witnessed, List<UpstreamReport> said, boolean pages) implements FetchResult {}

    /**
     * The thing itself is broken: upstreams that fail apart from each other sent it with the same defect, and none sent it
     * without. That is no outage, and no upstream's fault.
     *
     * @param contradicts whether it contradicts an authenticated record; else it is malformed
     */
    record Unusable(String why, boolean contradicts, List<UpstreamReport> said) implements FetchResult {}

    /**
     * No upstream that might have it answered as it should.
     *
     * @param wrong whether something was sent for it, and was wrong: then this is about one thing, and no outage
     */
    record Failed(String why, Duration retryAfter, List<UpstreamReport> said, boolean wrong) implements FetchResult {
        /** Nothing was sent for it, as far as is known. */
        Failed(String why, Duration retryAfter, List<UpstreamReport> said) {
            this(why, retryAfter, said, false);
        }

        /** The same, after something was sent for it that was wrong. */
        Failed wrongly() {
            return new Failed(why, retryAfter, said, true);
        }
    }

    /** What content is worth that has arrived. */
    enum Grade {
        /** Vouched for: kept for good. */
        CONFIRMED,
        /** Too little vouches for it: kept, and asked for again. */
        PROVISIONAL,
        /** One upstream alone sent what no record confirms: told, and not kept for others. */
        UNCONFIRMED,
        /** What a peer holds that could not ask how it is now: told as stale, and kept for a later outage. */
        STALE,
        /** Made here from what was current once: told as stale, and not kept. */
        OUTDATED;

        static Grade of(boolean confirmed) {
            return confirmed ? CONFIRMED : PROVISIONAL;
        }

        boolean stale() {
            return this == STALE || this == OUTDATED;
        }
    }

    /** What kept it from failing. */
    default RescuedBy spared() {
        return switch (this) {
            case Fetched fetched -> fetched.spared;
            case Unchanged unchanged -> unchanged.spared;
            case NotFound _, Unusable _, Failed _ -> RescuedBy.NOTHING;
        };
    }
}
