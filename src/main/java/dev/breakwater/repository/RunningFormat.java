package dev.breakwater.repository;

import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.UpstreamSettings;
import java.io.IOException;
import java.util.Optional;

/** The part of a running server that all repositories of a format share. */
public interface RunningFormat {
    /**
     * Creates one repository. Called for each repository at the start, and again if its settings have changed; by one thread
     * at a time.
     *
     * @throws IOException if a folder that it needs can't be made
     */
    Repository open(RepositoryContext context) throws IOException;

    /** The paths that its repositories share at the root of the host; empty if there are none. Called once. */
    default Optional<RootPaths> root() {
        return Optional.empty();
    }

    /**
     * What its protocol adds to HTTP between this server and {@code upstream}, one of those of {@code repository}: what responses
     * mean, and how requests authenticate.
     */
    default Mirror.MirrorProtocol protocol(ChainSettings repository, UpstreamSettings upstream) {
        return Mirror.MirrorProtocol.USUAL;
    }

    /** Checks early for problems that would fail a client's request, and publishes alarms. Called on its own thread. */
    default void check() {}
}
