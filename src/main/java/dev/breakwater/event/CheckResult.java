package dev.breakwater.event;

/** The result of checking an upstream's content. */
public enum CheckResult {
    /** It matches a record, or enough witnesses. */
    VERIFIED("verified"),
    /** It is wrong, and another upstream sent the right content. */
    REJECTED("rejected"),
    /** It is wrong, and no other upstream sent the right content, so no upstream is blamed. */
    UNPROVEN("unproven"),
    /** There was nothing to check it against. */
    UNVERIFIABLE("unverifiable");

    private final String written;

    CheckResult(String written) {
        this.written = written;
    }

    /** Its name in metrics, logs, headers and the API; it stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
