package dev.breakwater.http;

import org.jspecify.annotations.Nullable;

/** What is served beside the repositories: pages for people and an interface for programs. */
public interface Extension {
    /** Where there is nothing but the repositories. */
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

    /** Whether {@code path} is its own. Called on event loops for every request that is not for a repository. */
    boolean has(String path);

    /** How many bytes may be sent to {@code path}. Called on event loops. */
    int limit(String path);

    /**
     * What is told of a request that has a body, before any of that is taken in: null where it is to be taken in. Called on the
     * request's virtual thread.
     */
    @Nullable
    ExtensionReply refusal(ExtensionRequest head) throws InterruptedException;

    /** Answers one request; called on a virtual thread of its own. */
    ExtensionReply answer(ExtensionRequest visit) throws InterruptedException;
}
