package dev.breakwater.git;

import java.time.Duration;

/**
 * The limits on the cost of an untrusted repository.
 *
 * @param refs how many branches and tags it may have
 * @param advertised how many bytes the list of all its references may have; hosts list every pull request in it
 * @param bytes how large our clone may become
 * @param listing how long listing the references may take
 * @param fetch how long a fetch may take
 * @param local how long any query of our clone may take
 */
public record GitLimits(int refs, long advertised, long bytes, Duration listing, Duration fetch, Duration local) {
    /** The usual ones: large enough for the largest repositories that are known to hold Go modules. */
    public static final GitLimits USUAL = new GitLimits(
            250_000,
            96L * 1024 * 1024,
            4L * 1024 * 1024 * 1024,
            Duration.ofSeconds(60),
            Duration.ofMinutes(15),
            Duration.ofMinutes(2));
}
