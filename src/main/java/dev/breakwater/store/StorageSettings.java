package dev.breakwater.store;

import dev.breakwater.config.Amounts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code storage} settings: how much to keep, and for how long.
 *
 * @param quota the most bytes of stored files; missing: no limit
 * @param unused how long an unused entry is kept; missing: forever
 * @param keep GOPRIVATE globs of modules that are never removed
 */
public record StorageSettings(
        @Nullable Long quota, @Nullable Duration unused, List<String> keep) {
    /**
     * The same with the quota that {@code option} sets.
     *
     * @throws IllegalArgumentException with what is wrong with {@code text}, and what to write instead
     */
    public StorageSettings withQuota(String option, String text) {
        return new StorageSettings(Amounts.value(option, text, StorageSection.ROOM), unused, keep);
    }

    /**
     * The same with the unused time that {@code option} sets.
     *
     * @throws IllegalArgumentException with what is wrong with {@code text}, and what to write instead
     */
    public StorageSettings withUnused(String option, String text) {
        return new StorageSettings(
                quota, Amounts.value(option, text, StorageSection.UNUSED_TIME).limit(), keep);
    }
}
