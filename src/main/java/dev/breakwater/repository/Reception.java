package dev.breakwater.repository;

import dev.breakwater.fetch.Answer;
import dev.breakwater.store.Staged;
import java.io.IOException;

/** The reception of an upload. Called on virtual threads. */
public interface Reception {
    /** A place for the bytes, to be filled, completed and closed by the caller. */
    Staged stage() throws IOException;

    /**
     * Verifies the upload, and stores it if it is valid: durably, once this returns {@link Answer.Done}.
     *
     * @param content complete
     * @param by the client that sends it, as in {@code ci (token 1a2b3c4d5e)}
     * @return what the client is told; never {@link Answer.Held}
     */
    Answer keep(Staged content, String by) throws InterruptedException;
}
