package dev.breakwater.auth;

import java.io.Serial;

/** A JSON Web Token that is not accepted; the message completes "the token …" and holds nothing secret. */
final class BadJwt extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final boolean guess;

    BadJwt(String why) {
        this(why, true);
    }

    /** {@code guess} is true if any client could have made it: it has no valid signature. */
    BadJwt(String why, boolean guess) {
        super(why, null, false, false);
        this.guess = guess;
    }

    boolean guess() {
        return guess;
    }

    /** Why, for people. */
    String why() {
        return String.valueOf(getMessage());
    }
}
