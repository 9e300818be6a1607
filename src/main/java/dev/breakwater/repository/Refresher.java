package dev.breakwater.repository;

import dev.breakwater.store.SharedStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;

/** Brings what a repository holds up to date before a client asks for it: an ability of a {@link Repository}. */
public interface Refresher {
    /**
     * Packages that are kept warm: their new versions are fetched ahead.
     *
     * @param patterns names, and patterns of names of which something is held, as {@link Naming#packages} reads them
     * @param every how often upstreams are asked for new versions
     */
    record WarmPackages(List<String> patterns, Duration every) {}

    /** What is kept warm here. */
    WarmPackages warm();

    /**
     * Asks anew, in the background, for everything of the package {@code name} that may have changed.
     *
     * @return how many questions that are; 0 if there is no upstream to ask, as for what was only published here
     * @throws IllegalArgumentException if it is not a package name; the message says why
     * @throws IOException if the store can't be read
     */
    int refresh(String name) throws IOException;

    /**
     * Asks anew for the versions of the package {@code name}, and fetches the files of new ones. Takes as long as that takes.
     *
     * @return how many versions were fetched
     * @throws IllegalArgumentException if it is not a package name
     * @throws IOException if the store can't be read
     */
    int keepWarm(String name) throws IOException, InterruptedException;

    /**
     * The packages of which something is held, at {@code place} and below it, as {@code github.com/acme/lib}; an empty place is
     * everything. Walks over the files' names.
     */
    NavigableSet<String> held(SharedStore files, String place) throws IOException;

    /** Reads what is new in the feed of new versions that this repository follows, if it is time to; often called, on one thread. */
    default void follow() throws IOException, InterruptedException {}
}
