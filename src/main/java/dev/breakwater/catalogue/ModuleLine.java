package dev.breakwater.catalogue;

import java.time.Instant;

/**
 * A module with stored files.
 *
 * @param versions of how many versions there is a file
 * @param entries how many files are held
 * @param bytes how long their contents are
 * @param fetchedAt when the last of them arrived
 * @param lastUsed when the last of them was last used, to a day
 * @param downloads how many archives of it were sent in whole, as far as this catalogue has counted
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
    /** The same with so many downloads. */
    ModuleLine downloaded(long times) {
        return new ModuleLine(repository, module, versions, entries, bytes, fetchedAt, lastUsed, times);
    }
}
