package dev.breakwater.cli;

import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;

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

    /** Says by their keys which entries belong to the modules that {@code globs} match. */
    Predicate<Key> kept(List<String> globs);

    /** What a file with that content names: a go.sum, a go.mod, what {@code go list -m -json} prints. */
    List<PackageVersions> named(byte[] file);
}
