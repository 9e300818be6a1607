package dev.breakwater.repository;

import java.io.IOException;
import java.time.Duration;

/** The regular work on what a repository keeps, such as removing what nothing needs any more: an ability of a {@link Repository}. */
public interface Upkeep {
    /** Paces a run, which walks over many files while clients are served. */
    @FunctionalInterface
    interface Pace {
        /** Called after every file; may wait. False to end the run early: the server stops. */
        boolean goOn() throws InterruptedException;
    }

    /** How often a run is due. */
    Duration every();

    /**
     * One run. Blocks until it is done.
     *
     * @throws IOException if the store can't be read or written; the message says what
     */
    void run(Pace pace) throws IOException, InterruptedException;
}
