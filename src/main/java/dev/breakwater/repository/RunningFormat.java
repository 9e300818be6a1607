package dev.breakwater.repository;

import java.io.IOException;

/** What a server keeps for all repositories of a format as long as it runs. */
public interface RunningFormat {
    /**
     * Makes one repository. Called for each repository at the start, and again if its settings have changed; by one thread at a time.
     *
     * @throws IOException if a folder that it needs can't be made
     */
    Repository open(RepositoryContext context) throws IOException;

    /** Looks early for what would fail at a client's request, and publishes an alarm about it. Called on a thread of its own. */
    default void check() {}
}
