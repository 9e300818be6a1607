package dev.breakwater.http;

import org.jspecify.annotations.Nullable;

/** The part of the server beside the repositories: pages for people and an API for programs. */
public interface Extension {
    /** No extension: only the repositories. */
    Extension NONE = new Extension() {
        @Override
        public boolean has(String path) {
            return false;
        }

        @Override
        public int limit(String path) {
            return 0;
        }

        @Override
        public @Nullable ExtensionReply refusal(ExtensionRequest head) {
            return null;
        }

        @Override
        public ExtensionReply answer(ExtensionRequest visit) {
            throw new IllegalStateException("nothing is served here");
        }
    };

    /** Whether it serves {@code path}. Called on event loops for every request that is not for a repository. */
    boolean has(String path);

    /** The most bytes of a body for {@code path}. Called on event loops. */
    int limit(String path);

    /**
     * The refusal of a request with a body, before any of it is read; null to read it. Called on the request's virtual thread.
     */
    @Nullable
    ExtensionReply refusal(ExtensionRequest head) throws InterruptedException;

    /** Answers one request; called on its own virtual thread. */
    ExtensionReply answer(ExtensionRequest visit) throws InterruptedException;
}
