package dev.breakwater.repository;

import dev.breakwater.store.Staged;
import java.io.IOException;

/** Takes in what a client sends. Called on virtual threads. */
public interface Reception {
    /** A place for the bytes, to be filled, completed and closed by whoever asks for it. */
    Staged stage() throws IOException;

    /**
     * Judges what has arrived, and keeps it where it is right: for good, when this returns that it is kept.
     *
     * @param content complete
     * @param by who sends it, as in {@code ci (token 1a2b3c4d5e)}
     */
    Receipt keep(Staged content, String by) throws InterruptedException;
}
