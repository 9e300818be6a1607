package dev.breakwater.fetch;

import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The engine's answer to a request. Only the HTTP layer maps it to a status. */
public sealed interface Answer {
    /**
     * The content.
     *
     * @param body the bytes; the taker sends or releases them
     * @param content the metadata for the client
     * @param cache how the answer came about
     */
    record Held(Body body, ContentInfo content, CacheInfo cache) implements Answer {
        /** Whether it is not confirmed, so that a client must not keep it. */
        public boolean provisional() {
            return content.provisional();
        }

        /** Whether it comes from the store or from an upstream. */
        public CacheStatus status() {
            return cache.status();
        }

        /** What rescued the request. */
        public RescuedBy spared() {
            return cache.spared();
        }
    }

    /**
     * It does not exist: no upstream had it.
     *
     * @param why text for people: what is missing, which upstreams said so, what to do
     * @param keep how long a client may cache that; zero for not at all
     * @param confidential for this client only: a shared cache must not keep it
     */
    record Absent(String why, Duration keep, boolean confidential) implements Answer {
        /** An absence that a shared cache may keep. */
        public Absent(String why, Duration keep) {
            this(why, keep, false);
        }
    }

    /**
     * A request that changes something has succeeded.
     *
     * @param how the kind of success
     * @param headers further headers, such as {@code Location}
     * @param type the media type of {@code body}; empty if there is no body
     */
    record Done(Completion how, Map<String, String> headers, String type, byte[] body) implements Answer {
        /** With a text as its body. */
        public Done(Completion how, String said) {
            this(how, Map.of(), "text/plain; charset=utf-8", (said + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The kind of success. */
    enum Completion {
        /** The content is stored, durably. */
        CREATED(RequestResult.KEPT),
        /** The same content had been stored before. */
        UNCHANGED(RequestResult.SAME),
        /** A part is stored: more must follow. */
        ACCEPTED(RequestResult.DONE),
        /** Done, with a body. */
        OK(RequestResult.DONE),
        /** Done, without a body. */
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

    /**
     * The server refuses the request.
     *
     * @param why text for people
     * @param code the protocol's own word for the reason, if it has several for one status; empty if the status says it all
     * @param headers further headers, such as {@code Range}
     */
    record Refused(RefusalReason reason, String why, String code, Map<String, String> headers) implements Answer {
        /** Copies the map. */
        public Refused {
            headers = Map.copyOf(headers);
        }

        /** Without a word of the protocol. */
        public Refused(RefusalReason reason, String why) {
            this(reason, why, "", Map.of());
        }

        /** Not allowed, whether it exists or not. */
        public Refused(String why) {
            this(RefusalReason.FORBIDDEN, why);
        }
    }

    /** Why the server refuses a request. */
    enum RefusalReason {
        /** It is not allowed. */
        FORBIDDEN(RequestResult.REFUSED),
        /** Who asks is not known: credentials are missing or wrong. */
        UNKNOWN_SENDER(RequestResult.REFUSED),
        /** Different content has been stored or served under that name, and must not change. */
        CONFLICT(RequestResult.CONFLICT),
        /** The uploaded content is invalid. */
        UNFIT(RequestResult.UNFIT),
        /** There is no disk space for it; nothing of it was stored. */
        NO_SPACE(RequestResult.FULL),
        /** The content, or a part of the request, is not what the protocol demands. */
        INVALID(RequestResult.UNFIT),
        /** It is too large. */
        TOO_LARGE(RequestResult.UNFIT),
        /** A part of an upload that does not continue what has arrived, or that another request is sending. */
        OUT_OF_ORDER(RequestResult.CONFLICT),
        /** What the name stands for can't be changed here; the headers have {@code Allow}. */
        NOT_SUPPORTED(RequestResult.REFUSED);

        private final RequestResult shown;

        RefusalReason(RequestResult shown) {
            this.shown = shown;
        }

        /** What others see of it: headers, metrics, logs and the API. */
        public RequestResult shown() {
            return shown;
        }
    }

    /** The request is malformed; {@code why} names the fault and the right form. */
    record Malformed(String why) implements Answer {}

    /**
     * The resource is unavailable right now: no upstream that may have it answers. Never the same as an absence.
     *
     * @param why text for people: what happened, to what, what to do
     * @param retryAfter when a retry may succeed
     * @param said which upstream said what
     * @param fallThrough whether to answer like an absence, as configured, so that a client moves on to its next choice
     * @param wrong whether an upstream sent wrong content for it
     */
    record Trouble(String why, Duration retryAfter, List<UpstreamReport> said, boolean fallThrough, boolean wrong)
            implements Answer {
        /** A failure without wrong content. */
        public Trouble(String why, Duration retryAfter, List<UpstreamReport> said, boolean fallThrough) {
            this(why, retryAfter, said, fallThrough, false);
        }
    }

    /** The same, for this client only. */
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
