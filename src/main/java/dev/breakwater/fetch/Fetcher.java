package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import java.time.Duration;

/** Gets resources: from the store where that is right, from their origins where not. Called on virtual threads. */
public interface Fetcher {
    /** The answer for {@code caller}. */
    Answer get(Resource resource, Caller caller) throws InterruptedException;

    /** Does {@code work}, which gets several things, where there is room for a fetch of {@code client}'s. */
    default Answer within(Client client, Work work) throws InterruptedException {
        return work.run();
    }

    /** Work that ends in an answer. */
    interface Work {
        /** Does it. */
        Answer run() throws InterruptedException;
    }

    /** Fetches or revalidates in the background, if that is not done already. */
    void refresh(Resource resource);

    /** Waits until what is being fetched under {@code key} now, if anything, is kept; for at most {@code limit}. */
    default void settle(Key key, Duration limit) throws InterruptedException {}
}
