package dev.breakwater.repository;

import dev.breakwater.fetch.Answer;
import dev.breakwater.store.Staged;
import java.io.IOException;

/** The reception of an upload. Called on virtual threads. */
public interface Reception {
    /** How an upload begins. */
    sealed interface Beginning {
        /** Its bytes go to {@code content}, to be filled, completed and closed by the caller. */
        record Begun(Staged content) implements Beginning {}

        /** It is refused, and none of it is read. */
        record RefusedAtOnce(Answer answer) implements Beginning {}
    }

    /**
     * Begins an upload by {@code by}, as {@link #keep} has it: for those that depend on what has arrived before, or on whose it is.
     */
    default Beginning begin(String by) throws IOException, InterruptedException {
        return new Beginning.Begun(stage());
    }

    /** A place for the bytes, to be filled, completed and closed by the caller. */
    Staged stage() throws IOException;

    /** What the client is told if there is no disk space for the bytes. */
    default Answer full() {
        return new Answer.Refused(
                Answer.RefusalReason.NO_SPACE, "This server has no disk space for the upload. Nothing was stored.");
    }

    /**
     * Verifies the upload, and stores it if it is valid: durably, once this returns {@link Answer.Done}.
     *
     * @param content complete
     * @param by the client that sends it, as in {@code ci (token 1a2b3c4d5e)}
     * @return what the client is told; never {@link Answer.Held}
     */
    Answer keep(Staged content, String by) throws InterruptedException;
}
