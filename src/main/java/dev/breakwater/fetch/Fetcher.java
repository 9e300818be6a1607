package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import java.time.Duration;

/** Gets resources, from the store if they are current, else from their origins. Called on virtual threads. */
public interface Fetcher {
    /** The answer for {@code caller}. */
    Answer get(Resource resource, Caller caller) throws InterruptedException;

    /** Runs {@code work}, which gets several resources, as one fetch of {@code client}. */
    default Answer within(Client client, Work work) throws InterruptedException {
        return work.run();
    }

    /** Work that ends in an answer. */
    interface Work {
        /** Runs it. */
        Answer run() throws InterruptedException;
    }

    /** Whether no upstream is contacted now: what is not held can't be had. */
    default boolean isOffline() {
        return false;
    }

    /** Fetches or revalidates in the background, if that is not done already. */
    void refresh(Resource resource);

    /** Waits until the flights of {@code key} under way now, if any, are stored; for at most {@code limit}. */
    default void settle(Key key, Duration limit) throws InterruptedException {}
}
