package dev.breakwater.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a repository.
 *
 * @param patience how long every client of this format waits for a first byte; until then no unverified byte is sent
 * @param unverified what to do with content without a record
 * @param kept whether fetched content is stored; if not, it is only passed on
 * @param fallThrough answer failures as absences, so that a client with a second choice moves on to it
 * @param staleIfError how long a stale entry may be served if upstreams fail; null for no limit: RFC 5861 section 4
 * @param confidential private names: answers about them are for the requesting client only
 */
public record Policy(
        Duration patience,
        Unverified unverified,
        boolean kept,
        boolean fallThrough,
        @Nullable Duration staleIfError,
        boolean confidential) {
    private static final Duration WHOLE = Duration.ofDays(1);

    /** The same for private names: one owner, which needs no confirmation and which no other upstream replaces. */
    public Policy forPrivate() {
        return new Policy(patience, Unverified.SERVE, kept, false, staleIfError, true);
    }

    /** The same for content that is useful only when complete. */
    Policy awaited() {
        return new Policy(WHOLE, unverified, kept, fallThrough, staleIfError, confidential);
    }

    /** The same, with nothing stored. */
    public Policy notKept() {
        return new Policy(patience, unverified, false, fallThrough, staleIfError, confidential);
    }

    /** The same for clients that wait for so long for a first byte. */
    public Policy patient(Duration other) {
        return new Policy(other, unverified, kept, fallThrough, staleIfError, confidential);
    }

    /** The same with another rule for unverified content. */
    public Policy with(Unverified other) {
        return new Policy(patience, other, kept, fallThrough, staleIfError, confidential);
    }

    /** What to do with content for which there is no record. */
    public enum Unverified {
        /** Pass it on if origins of two failure domains send the same. */
        AGREE,
        /** Fail the request. */
        REFUSE,
        /** Drop it, and try the next origin. */
        DROP,
        /** Accept it as witnesses' statements are: if origins of two failure domains send the same, or if there is only one. */
        WITNESS,
        /** Trust the origin. */
        SERVE
    }
}
