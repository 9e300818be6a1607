package dev.breakwater.upstream;

import dev.breakwater.event.ExchangeOutcome;
import java.time.Duration;

/** How an exchange with an origin ended. */
public sealed interface Outcome {
    /** What was said or what happened, for people; nothing secret. */
    String said();

    /** What others see of it: metrics, logs and the API. */
    default ExchangeOutcome shown() {
        return switch (this) {
            case Found _ -> ExchangeOutcome.FOUND;
            case NotModified _ -> ExchangeOutcome.NOT_MODIFIED;
            case Missing _ -> ExchangeOutcome.MISSING;
            case Denied _ -> ExchangeOutcome.DENIED;
            case Throttled _ -> ExchangeOutcome.THROTTLED;
            case Unavailable _ -> ExchangeOutcome.UNAVAILABLE;
            case Abandoned _ -> ExchangeOutcome.ABANDONED;
        };
    }

    /** The whole body went into the sink. */
    record Found(Head head, String said) implements Outcome {}

    /**
     * What is held is still current.
     *
     * @param stale whether the origin says itself that it could not ask how this is now; only a peer is heard on that
     */
    record NotModified(String said, boolean stale) implements Outcome {
        /** Of an origin that knows. */
        public NotModified(String said) {
            this(said, false);
        }
    }

    /**
     * The origin says that there is no such thing.
     *
     * @param page it said so by a web page, and has sent nothing yet that shows that it is a mirror: whatever else may answer
     *     on the way there says the same
     */
    record Missing(String said, boolean page) implements Outcome {
        /** Said credibly. */
        public Missing(String said) {
            this(said, false);
        }
    }

    /** The origin will not give it to us. */
    record Denied(String said) implements Outcome {}

    /** The origin throttles: retry later. */
    record Throttled(Duration retryAfter, String said) implements Outcome {}

    /**
     * The origin is in trouble, or out of reach; what had arrived until then is in the sink.
     *
     * @param hung it was silent or as good as silent: the worst of all, since it costs time
     * @param out there was no connection to it at all: no name, no route, refused, no TLS, or nothing within the time for it
     * @param unasked it was not even asked, since this server has no room for that: it may have anything
     */
    record Unavailable(String said, boolean hung, boolean out, boolean unasked) implements Outcome {
        /** It was asked. */
        public Unavailable(String said, boolean hung, boolean out) {
            this(said, hung, out, false);
        }

        /** It was connected. */
        public Unavailable(String said, boolean hung) {
            this(said, hung, false, false);
        }

        /** It has failed at once. */
        public Unavailable(String said) {
            this(said, false, false, false);
        }
    }

    /** We gave the exchange up ourselves; says nothing about the origin. */
    record Abandoned(String said) implements Outcome {}
}
