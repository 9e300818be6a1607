package dev.breakwater.git;

import dev.breakwater.config.FixedAtStart;

/**
 * What our clones of repositories may take.
 *
 * @param bytes of the disk, all together
 */
public record CloneSettings(long bytes) implements FixedAtStart<CloneSettings> {
    @Override
    public CloneSettings over(CloneSettings started) {
        return started;
    }
}
