package dev.breakwater.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A repository's choices.
 *
 * @param patience how long a client of this format surely waits for a first byte; until then nothing unverified leaves
 * @param unverified what to do with content that nothing vouches for
 * @param kept whether what is fetched is kept; without it, it is only handed on
 * @param fallThrough tell trouble as absence, so that a client with a second choice moves on to it
 * @param staleIfError how long after it was current what is held may be served in trouble; null for ever: RFC 5861 section 4
 * @param confidential the operator's own names: what is said of them is for the asker alone
 */
public record Policy(
        Duration patience,
        Unverified unverified,
        boolean kept,
        boolean fallThrough,
        @Nullable Duration staleIfError,
        boolean confidential) {
    private static final Duration WHOLE = Duration.ofDays(1);

    /** The same for names that are the operator's own: one owner, which needs no confirmation and for which no other stands in. */
    public Policy forPrivate() {
        return new Policy(patience, Unverified.SERVE, kept, false, staleIfError, true);
    }

    /** The same for what is of use only once it is whole. */
    Policy awaited() {
        return new Policy(WHOLE, unverified, kept, fallThrough, staleIfError, confidential);
    }

    /** The same, with nothing kept. */
    public Policy notKept() {
        return new Policy(patience, unverified, false, fallThrough, staleIfError, confidential);
    }

    /** What to do with content for which there is no record. */
    public enum Unverified {
        /** Pass it on where origins of two failure domains send the same. */
        AGREE,
        /** Answer trouble. */
        REFUSE,
        /** Drop it, and ask the next origin. */
        DROP,
        /** Trust the sender. */
        SERVE
    }
}
