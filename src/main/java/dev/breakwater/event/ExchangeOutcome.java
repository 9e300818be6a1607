package dev.breakwater.event;

/** How an exchange with an upstream ended. */
public enum ExchangeOutcome {
    /** The whole body arrived. */
    FOUND("found"),
    /** The stored copy is still current. */
    NOT_MODIFIED("notmodified"),
    /** The upstream answered that it does not exist. */
    MISSING("missing"),
    /** The upstream refuses it to this server. */
    DENIED("denied"),
    /** The upstream asks for a pause. */
    THROTTLED("throttled"),
    /** The upstream failed or is unreachable. */
    UNAVAILABLE("unavailable"),
    /** This server cancelled the exchange, which says nothing about the upstream. */
    ABANDONED("abandoned");

    private final String written;

    ExchangeOutcome(String written) {
        this.written = written;
    }

    /** Its name in metrics, logs, headers and the API; it stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
