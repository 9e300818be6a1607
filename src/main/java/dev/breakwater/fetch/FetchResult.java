package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.store.Representation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The result of one fetch: the same for its task and for every request that waited. */
sealed interface FetchResult {
    /**
     * The content has arrived and was verified.
     *
     * @param upstream the name of the upstream that sent it
     * @param by what verified it
     * @param grade how well it is confirmed
     * @param etags the ETags of the origins that sent it, by their names
     * @param spared what rescued the fetch
     * @param content the bytes
     * @param headers the kept headers of the origin, or those of what was made here, by names in lower case
     * @param representation how the bytes are coded, and when their content changed
     */
    record Fetched(
            String upstream,
            String by,
            Grade grade,
            Map<String, String> etags,
            RescuedBy spared,
            FetchedContent content,
            Map<String, String> headers,
            Representation representation)
            implements FetchResult {
        /** Plain bytes. */
        Fetched(
                String upstream,
                String by,
                Grade grade,
                Map<String, String> etags,
                RescuedBy spared,
                FetchedContent content,
                Map<String, String> headers) {
            this(upstream, by, grade, etags, spared, content, headers, Representation.PLAIN);
        }

        /** Plain bytes without kept headers. */
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
     * The stored entry has not changed, as far as is known.
     *
     * @param upstream the names of the upstreams that say so
     * @param grade how well that is confirmed: only a confirmed entry is current
     * @param spared what rescued the fetch
     */
    record Unchanged(String upstream, Grade grade, RescuedBy spared) implements FetchResult {
        /** The stored entry is still current. */
        Unchanged(String upstream, RescuedBy spared) {
            this(upstream, Grade.CONFIRMED, spared);
        }
    }

    /**
     * No upstream has it.
     *
     * @param witnessed whether enough upstreams said so to cache it
     * @param pages whether only web pages said so, which any device on the way may send: then it is answered but not cached
     */
    record NotFound(boolean witnessed, List<UpstreamReport> said, boolean pages) implements FetchResult {}

    /**
     * The resource itself is broken: upstreams of different failure domains sent it with the same defect, and none without.
     * That is not an outage, and no upstream is at fault.
     *
     * @param contradicts whether it contradicts an authenticated record; else it is malformed
     */
    record Unusable(String why, boolean contradicts, List<UpstreamReport> said) implements FetchResult {}

    /**
     * Every upstream that might have it failed.
     *
     * @param wrong whether an upstream sent wrong content for it: then this concerns one resource, and is not an outage
     */
    record Failed(String why, Duration retryAfter, List<UpstreamReport> said, boolean wrong) implements FetchResult {
        /** A failure without wrong content. */
        Failed(String why, Duration retryAfter, List<UpstreamReport> said) {
            this(why, retryAfter, said, false);
        }

        /** The same, after wrong content. */
        Failed wrongly() {
            return new Failed(why, retryAfter, said, true);
        }
    }

    /** How well content is confirmed. */
    enum Grade {
        /** Verified or agreed on: stored as confirmed. */
        CONFIRMED,
        /** Too few sources confirm it: stored, and fetched again. */
        PROVISIONAL,
        /** One upstream alone sent it, without a record: served, and not stored for others. */
        UNCONFIRMED,
        /** A peer's stale content: served as stale, and stored for a later outage. */
        STALE,
        /** Made here from outdated content: served as stale, and not stored. */
        OUTDATED;

        static Grade of(boolean confirmed) {
            return confirmed ? CONFIRMED : PROVISIONAL;
        }

        boolean stale() {
            return this == STALE || this == OUTDATED;
        }

        /** Whether the store keeps it. */
        boolean kept() {
            return this == CONFIRMED || this == PROVISIONAL || this == STALE;
        }
    }

    /** What rescued it. */
    default RescuedBy spared() {
        return switch (this) {
            case Fetched fetched -> fetched.spared;
            case Unchanged unchanged -> unchanged.spared;
            case NotFound _, Unusable _, Failed _ -> RescuedBy.NOTHING;
        };
    }
}
