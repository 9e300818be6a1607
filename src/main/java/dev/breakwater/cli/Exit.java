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

    private Exit() {}
}
