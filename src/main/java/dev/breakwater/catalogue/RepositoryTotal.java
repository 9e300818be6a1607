package dev.breakwater.catalogue;

/**
 * The totals of a repository in the store.
 *
 * @param entries how many files; also those of checksum databases, lists and remembered absences
 * @param bytes how long their contents are; on the disk each takes a little more
 * @param modules of how many modules there is something
 * @param versions of how many versions
 * @param hostedBytes how long the contents are that were published here
 */
public record RepositoryTotal(
        String repository, long entries, long bytes, long modules, long versions, long hostedBytes) {}
