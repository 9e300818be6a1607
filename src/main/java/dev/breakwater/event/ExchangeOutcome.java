package dev.breakwater.event;

/** How an exchange with an upstream ended. */
public enum ExchangeOutcome {
    /** The whole body arrived. */
    FOUND("found"),
    /** What is held is still current. */
    NOT_MODIFIED("notmodified"),
    /** The upstream says that there is no such thing. */
    MISSING("missing"),
    /** The upstream does not give it to this server. */
    DENIED("denied"),
    /** The upstream asks to be left alone for a while. */
    THROTTLED("throttled"),
    /** The upstream is in trouble or out of reach. */
    UNAVAILABLE("unavailable"),
    /** This server gave the exchange up; says nothing about the upstream. */
    ABANDONED("abandoned");

    private final String written;

    ExchangeOutcome(String written) {
        this.written = written;
    }

    /** As it is written in metrics, logs, headers and the API; stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
