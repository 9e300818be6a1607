package dev.breakwater.catalogue;

import java.time.Instant;

/**
 * A module with stored files.
 *
 * @param versions the number of versions with a file
 * @param entries the number of stored files
 * @param bytes the size of their
 * contents
 * @param fetchedAt when the last of them arrived
 * @param lastUsed when the last of them was last used, to a day
 * @param downloads how many of its archives were sent completely, as far as this catalogue has counted
 */
public record ModuleLine(
        String repository,
        String module,
        long versions,
        long entries,
        long bytes,
        Instant fetchedAt,
        Instant lastUsed,
        long downloads) {
    /** The same with that number of downloads. */
    ModuleLine downloaded(long times) {
        return new ModuleLine(repository, module, versions, entries, bytes, fetchedAt, lastUsed, times);
    }
}
