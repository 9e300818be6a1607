package dev.breakwater.repository;

import dev.breakwater.store.SharedStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;

/** The refresh of a repository's entries ahead of requests: an ability of a {@link Repository}. */
public interface Refresher {
    /**
     * Packages that are kept warm: their new versions are fetched ahead.
     *
     * @param patterns names, and patterns of names of which something is held, as {@link Naming#packages} reads them
     * @param every how often to check upstreams for new versions
     */
    record WarmPackages(List<String> patterns, Duration every) {}

    /** The warm packages. */
    WarmPackages warm();

    /**
     * Refreshes, in the background, everything of the package {@code name} that may have changed.
     *
     * @return the number of requests; 0 if there is no upstream, as for packages that were only published here
     * @throws IllegalArgumentException if it is not a package name; the message says why
     * @throws IOException if the store can't be read
     */
    int refresh(String name) throws IOException;

    /**
     * Refreshes the versions of the package {@code name}, and fetches the files of new ones. Blocks until that is done.
     *
     * @return how many versions were fetched
     * @throws IllegalArgumentException if it is not a package name
     * @throws IOException if the store can't be read
     */
    int keepWarm(String name) throws IOException, InterruptedException;

    /**
     * The packages with stored entries, at {@code place} and below it, such as {@code github.com/acme/lib}; an empty place is
     * everything. Walks over the files' names.
     */
    NavigableSet<String> held(SharedStore files, String place) throws IOException;

    /** Reads new lines of this repository's feed of new versions, if it is time to; called often, on one thread. */
    default void follow() throws IOException, InterruptedException {}
}
