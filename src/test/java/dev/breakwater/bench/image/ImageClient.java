package dev.breakwater.bench.image;

import java.io.IOException;

/** A real client of container images. */
public interface ImageClient {
    /** Its name and version. */
    String name();

    /** Why it can't be run on this machine; empty if it can. */
    String missing();

    /** Whether it has a command for that. */
    boolean can(ClientVerb verb);

    /** Does it; only if it {@link #can}. */
    ClientRun run(ClientVerb verb, ImageJob job) throws IOException, InterruptedException;

    /** Whether what it pulls holds the layers alone, since it makes an image of its own from them. */
    default boolean keepsLayersAlone() {
        return false;
    }
}
