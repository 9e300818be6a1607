package dev.breakwater.repository;

import java.util.List;

/** Reads the versions in a client's lock files, which pin what a build uses: an ability of a format. */
@FunctionalInterface
public interface LockFiles {
    /**
     * The version in one line of a file.
     *
     * @param line from 1
     * @param paths the paths to request, below {@link #below} and escaped; empty if the line is wrong
     * @param wrong what is wrong with it; empty if nothing is
     */
    record NamedVersion(int line, List<String> paths, String wrong) {}

    /**
     * The path on the server below which the {@link NamedVersion#paths} are: the repository's name, unless a file may name things of
     * several repositories.
     */
    default String below(String repository) {
        return repository;
    }

    /** The versions in a file with that content, in its order; a version that is listed twice appears twice. */
    List<NamedVersion> named(byte[] file);
}
