package dev.breakwater.store;

import dev.breakwater.config.Amounts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much to keep, and for how long.
 *
 * @param quota how many bytes the files of what is held may have; missing: as many as they like
 * @param unused how long something may lie without being used; missing: for ever
 * @param keep GOPRIVATE globs of modules that never go
 */
public record StorageSettings(
        @Nullable Long quota, @Nullable Duration unused, List<String> keep) {
    /**
     * The same with another quota; {@code option} is what says so.
     *
     * @throws IllegalArgumentException with what is wrong with {@code text}, and what to write instead
     */
    public StorageSettings withQuota(String option, String text) {
        return new StorageSettings(Amounts.value(option, text, StorageSection.ROOM), unused, keep);
    }

    /**
     * The same with another time without use; {@code option} is what says so.
     *
     * @throws IllegalArgumentException with what is wrong with {@code text}, and what to write instead
     */
    public StorageSettings withUnused(String option, String text) {
        return new StorageSettings(
                quota, Amounts.value(option, text, StorageSection.UNUSED_TIME).limit(), keep);
    }
}
