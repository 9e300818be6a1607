package dev.breakwater.git;

import java.io.IOException;

/** What was asked of a repository could not be had. The message says what, of what and why, and holds nothing secret. */
public final class GitException extends IOException {
    private static final long serialVersionUID = 1;

    /** What kind of failure it is. */
    public enum GitFault {
        /** There is no such repository, revision or file. */
        ABSENT,
        /** The host will not let us in. */
        DENIED,
        /** It is there, but we do not take it: too large, or reached in a way that is not allowed. */
        REFUSED,
        /** The host is out of reach or in trouble; later may be better. */
        UNREACHABLE,
        /** Something is wrong here: no git, a full disk. */
        BROKEN,
        /** Cancelled by the caller. */
        CANCELLED
    }

    private final GitFault fault;

    /** With a message for people. */
    public GitException(GitFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** With what lies below it. */
    public GitException(GitFault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** What kind of failure it is. */
    public GitFault fault() {
        return fault;
    }
}
