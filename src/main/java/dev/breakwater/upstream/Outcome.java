package dev.breakwater.upstream;

import dev.breakwater.event.ExchangeOutcome;
import java.time.Duration;

/** How an exchange with an origin ended. */
public sealed interface Outcome {
    /** What the origin said or what happened, as text for an operator; nothing secret. */
    String said();

    /** Its name in metrics, logs and the API. */
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
     * The stored entry is still current.
     *
     * @param stale whether a peer says that it served stale content; false for other origins
     */
    record NotModified(String said, boolean stale) implements Outcome {
        /** Current, not marked stale. */
        public NotModified(String said) {
            this(said, false);
        }
    }

    /**
     * The origin says "not found".
     *
     * @param page it said so with a web page, and hasn't yet proved to be a mirror: any device on the way may answer so
     */
    record Missing(String said, boolean page) implements Outcome {
        /** A credible "not found". */
        public Missing(String said) {
            this(said, false);
        }
    }

    /** The origin refuses access. */
    record Denied(String said) implements Outcome {}

    /** The origin throttles: retry later. */
    record Throttled(Duration retryAfter, String said) implements Outcome {}

    /**
     * The origin failed or is unreachable; the sink has what arrived before.
     *
     * @param hung it stalled or trickled: the worst failure, since it costs time
     * @param out no connection: no name, no route, refused, no TLS, or a timeout
     * @param unasked the server sent no request, since it had no capacity: the origin may have the content
     */
    record Unavailable(String said, boolean hung, boolean out, boolean unasked) implements Outcome {
        /** A request was sent. */
        public Unavailable(String said, boolean hung, boolean out) {
            this(said, hung, out, false);
        }

        /** A connection was made. */
        public Unavailable(String said, boolean hung) {
            this(said, hung, false, false);
        }

        /** An immediate failure. */
        public Unavailable(String said) {
            this(said, false, false, false);
        }
    }

    /** The server cancelled the exchange; says nothing about the origin. */
    record Abandoned(String said) implements Outcome {}
}
