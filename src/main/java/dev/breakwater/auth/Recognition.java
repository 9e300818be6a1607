package dev.breakwater.auth;

import java.time.Duration;

/** The result of checking credentials. */
public sealed interface Recognition {
    /** The caller is identified. */
    record Identified(Principal principal) implements Recognition {}

    /**
     * The credentials are wrong, expired or revoked.
     *
     * @param why for people; holds nothing secret
     * @param guess whether they may have been guessed; false if they were valid once, or are valid for another server
     */
    record WrongCredentials(String why, boolean guess) implements Recognition {}

    /** Too many wrong ones came from that network: uncached credentials from there are refused unread for that long. */
    record Wait(Duration rest) implements Recognition {}

    /** The credentials cannot be checked now, which is not the caller's fault. */
    record IssuerDown(String why) implements Recognition {}

    /** The check takes longer: call {@link Authenticator#verify} on a virtual thread. */
    record NeedsVerification() implements Recognition {}
}
