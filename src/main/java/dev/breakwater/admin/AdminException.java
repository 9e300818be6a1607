package dev.breakwater.admin;

/** An error answer: the status, and the reason for people. */
public final class AdminException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /** {@code why} says what is wrong and what to do about it. */
    public AdminException(int status, String why) {
        super(why);
        this.status = status;
    }

    /** The status: RFC 9110 §15. */
    int status() {
        return status;
    }

    /** The reason, for people. */
    String why() {
        return String.valueOf(getMessage());
    }
}
