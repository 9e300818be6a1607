package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import java.time.Duration;
import java.util.List;

/** What the engine has to say to a request. Only the edge knows which status that is. */
public sealed interface Answer {
    /**
     * Here it is.
     *
     * @param body the bytes; the taker sends or releases them
     * @param content what a client is told of them
     * @param cache how the answer came about
     */
    record Held(Body body, ContentInfo content, CacheInfo cache) implements Answer {
        /** Whether it is not confirmed, so that nothing may be concluded from it for long. */
        public boolean provisional() {
            return content.provisional();
        }

        /** Whether it comes from the store or from an upstream. */
        public CacheStatus status() {
            return cache.status();
        }

        /** What kept it from being a failure. */
        public RescuedBy spared() {
            return cache.spared();
        }
    }

    /**
     * It does not exist: no upstream had it.
     *
     * @param why for people: what was asked for, who said so, what to do
     * @param keep how long a client may remember that; zero for not at all
     * @param confidential for the asker alone: a shared cache must not keep it
     */
    record Absent(String why, Duration keep, boolean confidential) implements Answer {
        /** What may be told to every client. */
        public Absent(String why, Duration keep) {
            this(why, keep, false);
        }
    }

    /** It may not be had, whether it exists or not. */
    record Refused(String why) implements Answer {}

    /** The request itself makes no sense; {@code why} names the fault and the right form. */
    record Malformed(String why) implements Answer {}

    /**
     * It cannot be told now: no upstream that may know answers. Never the same as absence.
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

    /** The same, for the asker alone. */
    default Answer confidentially() {
        return switch (this) {
            case Held(Body body, ContentInfo content, CacheInfo cache) ->
                new Held(body, content.confidentially(), cache);
            case Absent(String why, Duration keep, boolean c) -> new Absent(why, keep, true);
            case Refused r -> r;
            case Malformed m -> m;
            case Trouble t -> t;
        };
    }
}
