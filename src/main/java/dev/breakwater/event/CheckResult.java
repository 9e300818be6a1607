package dev.breakwater.event;

/** The result of checking an upstream's content. */
public enum CheckResult {
    /** It is what a record, or enough witnesses, say. */
    VERIFIED("verified"),
    /** It is wrong, and another upstream sent it right. */
    REJECTED("rejected"),
    /** It is wrong, and no other upstream sent it right, so that no upstream is blamed. */
    UNPROVEN("unproven"),
    /** Nothing could be found to check it by. */
    UNVERIFIABLE("unverifiable");

    private final String written;

    CheckResult(String written) {
        this.written = written;
    }

    /** As it is written in metrics, logs, headers and the API; stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
