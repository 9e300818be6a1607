package dev.breakwater.repository;

import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.UpstreamSettings;
import java.io.IOException;

/** The part of a running server that all repositories of a format share. */
public interface RunningFormat {
    /**
     * Creates one repository. Called for each repository at the start, and again if its settings have changed; by one thread
     * at a time.
     *
     * @throws IOException if a folder that it needs can't be made
     */
    Repository open(RepositoryContext context) throws IOException;

    /** Checks early for problems that would fail a client's request, and publishes alarms. Called on its own thread. */
    default Mirror.MirrorProtocol protocol(UpstreamSettings upstream) {
        return Mirror.MirrorProtocol.USUAL;
    }

    /** Looks early for what would fail at a client's request, and publishes an alarm about it. Called on a thread of its own. */
    default void check() {}
}
