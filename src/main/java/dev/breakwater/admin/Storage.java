package dev.breakwater.admin;

import org.jspecify.annotations.Nullable;

/**
 * How much is stored.
 *
 * @param counted whether it has been counted since the start; before that entries and bytes are meaningless
 * @param entries the number of stored entries
 * @param bytes the size of their files
 * @param quotaBytes how many bytes may be stored; null if there is no {@code storage.quota}
 * @param unusedSeconds after how long unused entries may be removed; null without {@code storage.unused}
 * @param keep the patterns of modules that are never removed
 * @param diskBytes the size of the file system
 * @param freeBytes its
 * free space
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
