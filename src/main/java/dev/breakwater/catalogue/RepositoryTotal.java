package dev.breakwater.catalogue;

/**
 * The totals of a repository in the store.
 *
 * @param entries the number of files, including those of checksum databases, lists and remembered absences
 * @param bytes the size of their contents; on the disk each takes a little more
 * @param modules the number of modules with a file
 * @param versions the number of versions with a file
 * @param hostedBytes the
 * size of the contents that were published here
 */
public record RepositoryTotal(
        String repository, long entries, long bytes, long modules, long versions, long hostedBytes) {}
