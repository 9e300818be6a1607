package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.verify.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engine has to say to a request. Only the edge knows which status that is. */
public sealed interface Answer {
    /**
     * Here it is.
     *
     * @param body the bytes; the taker sends or releases them
     * @param type the media type
     * @param sha256 the digest of the bytes, from which the ETag is made; missing while they are still arriving
     * @param modified when this content was fetched, to the second it is the Last-Modified
     * @param freshness how long a client may keep it; ignored where {@code provisional}
     * @param provisional not confirmed: a client must not keep it ({@code no-store})
     * @param confidential for nobody but the asker: a shared cache must not keep it
     * @param how how it came about
     * @param upstream the upstream it came from, {@code -} for what was made here
     * @param cacheableUntil until then the very same answer may be given to the same request without asking the engine;
     *     {@link Instant#MIN} for never
     * @param spans where the time went
     * @param spared what kept it from being a failure
     */
    record Held(
            Body body,
            String type,
            @Nullable Digest sha256,
            Instant modified,
            Freshness freshness,
            boolean provisional,
            boolean confidential,
            CacheStatus how,
            String upstream,
            Instant cacheableUntil,
            List<Timing> spans,
            RescuedBy spared)
            implements Answer {
        /** What went well without being spared anything. */
        public Held(
                Body body,
                String type,
                @Nullable Digest sha256,
                Instant modified,
                Freshness freshness,
                boolean provisional,
                boolean confidential,
                CacheStatus how,
                String upstream,
                Instant cacheableUntil,
                List<Timing> spans) {
            this(
                    body,
                    type,
                    sha256,
                    modified,
                    freshness,
                    provisional,
                    confidential,
                    how,
                    upstream,
                    cacheableUntil,
                    spans,
                    RescuedBy.NOTHING);
        }
    }

    /**
     * It does not exist: nobody had it.
     *
     * @param why for people: what was asked for, who said so, what to do
     * @param keep how long a client may remember that; zero for not at all
     * @param confidential for nobody but the asker: a shared cache must not keep it
     */
    record Absent(String why, Duration keep, boolean confidential) implements Answer {
        /** What may be told to anybody. */
        public Absent(String why, Duration keep) {
            this(why, keep, false);
        }
    }

    /** It may not be had, whether it exists or not. */
    record Refused(String why) implements Answer {}

    /** The request itself makes no sense; {@code why} names the fault and the right form. */
    record Malformed(String why) implements Answer {}

    /**
     * It cannot be told now: nobody who knows answers. Never the same as absence.
     *
     * @param why for people: what happened, to what, what to do
     * @param retryAfter when it may be worth asking again
     * @param said which upstream said what
     * @param fallThrough the operator wants it told like an absence, so that a client moves on to its next choice
     * @param wrong whether something was sent for it, and was wrong
     */
    record Trouble(String why, Duration retryAfter, List<UpstreamReport> said, boolean fallThrough, boolean wrong)
            implements Answer {
        /** Nothing was sent for it, as far as is known. */
        public Trouble(String why, Duration retryAfter, List<UpstreamReport> said, boolean fallThrough) {
            this(why, retryAfter, said, fallThrough, false);
        }
    }

    /** The same, for nobody but the asker. */
    default Answer confidentially() {
        return switch (this) {
            case Held h ->
                new Held(
                        h.body,
                        h.type,
                        h.sha256,
                        h.modified,
                        h.freshness,
                        h.provisional,
                        true,
                        h.how,
                        h.upstream,
                        h.cacheableUntil,
                        h.spans,
                        h.spared);
            case Absent(String why, Duration keep, boolean c) -> new Absent(why, keep, true);
            case Refused r -> r;
            case Malformed m -> m;
            case Trouble t -> t;
        };
    }
}
