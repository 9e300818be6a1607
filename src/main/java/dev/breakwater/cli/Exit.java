package dev.breakwater.cli;

/** The exit codes. */
final class Exit {
    /** Success. */
    static final int DONE = 0;

    /** A check failed. */
    static final int NO = 1;

    /** Usage error. */
    static final int USAGE = 2;

    /** Error. */
    static final int FAILED = 3;

    /** Status: builds work, but are less protected. */
    static final int DEGRADED = 10;

    /** Status: new modules fail. */
    static final int NEW_MODULES_FAIL = 11;

    /** Status: builds fail. */
    static final int OUTAGE = 12;

    private Exit() {}
}
