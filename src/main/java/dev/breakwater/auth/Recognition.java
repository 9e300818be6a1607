package dev.breakwater.auth;

import java.time.Duration;

/** The result of checking credentials. */
public sealed interface Recognition {
    /** It is clear who asks. */
    record Identified(Principal principal) implements Recognition {}

    /**
     * The credentials are wrong, or no longer right.
     *
     * @param why for people; holds nothing secret
     * @param guess whether they may have been guessed; not where they once were right, or are right for another
     */
    record WrongCredentials(String why, boolean guess) implements Recognition {}

    /** Too many wrong ones have come from there: they are not even looked at for that long. */
    record Wait(Duration rest) implements Recognition {}

    /** It cannot be told now, which is not the caller's fault. */
    record IssuerDown(String why) implements Recognition {}

    /** It takes longer: ask {@link Authenticator#verify} on a virtual thread. */
    record NeedsVerification() implements Recognition {}
}
