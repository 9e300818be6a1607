package dev.breakwater.event;

/** The reasons for an extra request, beyond the minimum that an answer needs. */
public enum ExtraReason {
    /** The one before is slow. */
    HEDGE("hedge"),
    /** The one before is overdue, in doubt, or silent in the middle of a body; costs no budget. */
    REPLACEMENT("replacement"),
    /** The one before failed. */
    RETRY("retry"),
    /** Every upstream is down, and they are all asked nevertheless. */
    ATTEMPT("attempt");

    private final String written;

    ExtraReason(String written) {
        this.written = written;
    }

    /** Its name in metrics, logs, headers and the API; it stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
