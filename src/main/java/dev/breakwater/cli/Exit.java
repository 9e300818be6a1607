package dev.breakwater.cli;

/** The exit codes. */
final class Exit {
    /** Done. */
    static final int DONE = 0;

    /** The answer is no: a check failed. */
    static final int NO = 1;

    /** Wrong usage. */
    static final int USAGE = 2;

    /** Could not do it. */
    static final int FAILED = 3;

    /** The status is: builds work, with less behind them. */
    static final int DEGRADED = 10;

    /** The status is: what isn't held fails. */
    static final int NEW_MODULES_FAIL = 11;

    /** The status is: builds fail. */
    static final int OUTAGE = 12;

    private Exit() {}
}
