package dev.breakwater.git;

import java.io.IOException;

/** A failed request to a repository. The message says what failed, where and why, and contains no secrets. */
public final class GitException extends IOException {
    private static final long serialVersionUID = 1;

    /** The kind of failure. */
    public enum GitFault {
        /** There is no such repository, revision or file. */
        ABSENT,
        /** The host denies access. */
        DENIED,
        /** It exists, but is refused: too large, or reachable only in a way that is not allowed. */
        REFUSED,
        /** The host is unreachable or has an error; a retry may succeed later. */
        UNREACHABLE,
        /** This machine has a fault: no git, a full disk. */
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

    /** With a cause. */
    public GitException(GitFault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** The kind of failure. */
    public GitFault fault() {
        return fault;
    }
}
