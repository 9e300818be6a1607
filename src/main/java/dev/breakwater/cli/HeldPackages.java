package dev.breakwater.cli;

import java.util.List;

/** What commands have to know of the packages that a repository holds. */
public interface HeldPackages {
    /**
     * What a line of a file names.
     *
     * @param line from 1
     * @param paths what there is to ask for, below a repository's address
     * @param wrong what is wrong with it; empty where nothing is
     */
    record PackageVersions(int line, List<String> paths, String wrong) {}

    /** What a file with that content names: a go.sum, a go.mod, what {@code go list -m -json} prints. */
    List<PackageVersions> named(byte[] file);
}
