package dev.breakwater.format.npm.publish;

import dev.breakwater.fetch.Answer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A change of a package that is published here. */
interface HostedChange {
    /**
     * Decides what becomes of {@code current}. Called again if that has changed meanwhile.
     *
     * @param exists whether the package has versions now
     */
    ChangeOutcome of(HostedDocument current, boolean exists) throws RefusedRequest, IOException;

    /** What becomes of a document. */
    sealed interface ChangeOutcome {}

    /** It stays, and the client is told {@code answer}. */
    record Stays(Answer answer) implements ChangeOutcome {}

    /**
     * It becomes {@code next}, whose revision is not set yet; without versions the package is gone.
     *
     * @param added the version that is new in it; null if there is none
     * @param first stores what the document will name, before it does; null if there is nothing
     * @param removes whether it names fewer tarballs
     */
    record Becomes(
            HostedDocument next,
            @Nullable NewVersion added,
            @Nullable FileCommit first,
            boolean removes) implements ChangeOutcome {
        /** Without a change of tarballs. */
        Becomes(HostedDocument next) {
            this(next, null, null, false);
        }
    }

    /** Stores a file. */
    interface FileCommit {
        /** Does so; durably, once this returns. */
        void run() throws IOException;
    }
}
