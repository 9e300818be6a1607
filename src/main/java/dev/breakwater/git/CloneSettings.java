package dev.breakwater.git;

import dev.breakwater.config.FixedAtStart;

/**
 * The disk space limit of the clones of repositories.
 *
 * @param bytes the maximum for all clones together
 */
public record CloneSettings(long bytes) implements FixedAtStart<CloneSettings> {
    @Override
    public CloneSettings over(CloneSettings started) {
        return started;
    }
}
