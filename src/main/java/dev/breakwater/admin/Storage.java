package dev.breakwater.admin;

import org.jspecify.annotations.Nullable;

/**
 * How much is held.
 *
 * @param counted whether it has been counted since the start; before that entries and bytes say nothing
 * @param entries how many things are held
 * @param bytes how long their files are
 * @param quotaBytes how many bytes may be held; null where there is no {@code storage.quota}
 * @param unusedSeconds after how long unused entries may be removed; null without {@code storage.unused}
 * @param keep what never goes
 * @param diskBytes how large the file system is that they are on
 * @param freeBytes how much of it is free
 */
public record Storage(
        boolean counted,
        long entries,
        long bytes,
        @Nullable Long quotaBytes,
        @Nullable Long unusedSeconds,
        java.util.List<String> keep,
        long diskBytes,
        long freeBytes) {}
