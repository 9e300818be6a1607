package dev.breakwater.repository;

import java.util.List;

/** Reads which versions a client's files name, such as those that pin what a build uses: an ability of a format. */
@FunctionalInterface
public interface LockFiles {
    /**
     * What a line of a file names.
     *
     * @param line from 1
     * @param paths what there is to ask for, below a repository's address and escaped; empty if it is wrong
     * @param wrong what is wrong with it; empty if nothing is
     */
    record NamedVersion(int line, List<String> paths, String wrong) {}

    /** What a file with that content names, in its order; a version that is named twice comes twice. */
    List<NamedVersion> named(byte[] file);
}
