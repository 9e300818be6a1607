package dev.breakwater.fetch;

import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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

    /**
     * What the request asked for, beside getting something, is done.
     *
     * @param how how it went
     * @param headers further headers, such as {@code Location}
     * @param type the media type of {@code body}; empty if there is no body
     */
    record Done(Completion how, Map<String, String> headers, String type, byte[] body) implements Answer {
        /** Told in text. */
        public Done(Completion how, String said) {
            this(how, Map.of(), "text/plain; charset=utf-8", (said + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** How something was done. */
    enum Completion {
        /** What was sent is stored, durably. */
        CREATED(RequestResult.KEPT),
        /** The very same had been stored before. */
        UNCHANGED(RequestResult.SAME),
        /** A part of it is: more must follow. */
        ACCEPTED(RequestResult.DONE),
        /** It is done, and this is told of it. */
        OK(RequestResult.DONE),
        /** It is done, and there is nothing to tell. */
        NO_CONTENT(RequestResult.DONE);

        private final RequestResult shown;

        Completion(RequestResult shown) {
            this.shown = shown;
        }

        /** What others see of it: headers, metrics, logs and the API. */
        public RequestResult shown() {
            return shown;
        }
    }

    /** This server will not do it. */
    record Refused(RefusalReason reason, String why) implements Answer {
        /** It is not allowed, whether it exists or not. */
        public Refused(String why) {
            this(RefusalReason.FORBIDDEN, why);
        }
    }

    /** Why something is refused. */
    enum RefusalReason {
        /** It is not allowed here. */
        FORBIDDEN(RequestResult.REFUSED),
        /** Something else of that name has been stored or served before, and stays what it was. */
        CONFLICT(RequestResult.CONFLICT),
        /** What was sent is not what it must be. */
        UNFIT(RequestResult.UNFIT),
        /** There is no disk space for it; nothing of it was stored. */
        NO_SPACE(RequestResult.FULL);

        private final RequestResult shown;

        RefusalReason(RequestResult shown) {
            this.shown = shown;
        }

        /** What others see of it: headers, metrics, logs and the API. */
        public RequestResult shown() {
            return shown;
        }
    }

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
            case Done d -> d;
            case Refused r -> r;
            case Malformed m -> m;
            case Trouble t -> t;
        };
    }
}
