package dev.breakwater.admin;

/** A request that cannot be answered as it was meant: with the status that says so, and why, for people. */
public final class AdminException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /** {@code why} says what is the matter and what to do about it. */
    public AdminException(int status, String why) {
        super(why);
        this.status = status;
    }

    /** RFC 9110 §15. */
    int status() {
        return status;
    }

    /** What it says, for people. */
    String why() {
        return String.valueOf(getMessage());
    }
}
