package dev.breakwater.repository;

import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.UpstreamSettings;
import java.io.IOException;

/** What a server keeps for all repositories of a format as long as it runs. */
public interface RunningFormat {
    /**
     * Makes one repository. Called for each repository at the start, and again if its settings have changed; by one thread at a time.
     *
     * @throws IOException if a folder that it needs can't be made
     */
    Repository open(RepositoryContext context) throws IOException;

    /** What its protocol adds to HTTP between this server and {@code upstream}: what responses mean, and how requests authenticate. */
    default Mirror.MirrorProtocol protocol(UpstreamSettings upstream) {
        return Mirror.MirrorProtocol.USUAL;
    }

    /** Looks early for what would fail at a client's request, and publishes an alarm about it. Called on a thread of its own. */
    default void check() {}
}
