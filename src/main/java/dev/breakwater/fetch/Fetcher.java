package dev.breakwater.fetch;

/** Gets resources: from the store where that is right, from their origins where not. Called on virtual threads. */
public interface Fetcher {
    /** The answer for {@code caller}. */
    Answer get(Resource resource, Caller caller) throws InterruptedException;

    /** Fetches or revalidates in the background, where nobody does so already. */
    void refresh(Resource resource);
}
