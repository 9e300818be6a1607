package dev.breakwater.fetch;

import dev.breakwater.event.RequestResult;

/** How the server got an answer, as in the {@code X-Breakwater} header. */
public enum CacheStatus {
    /** From the store, current. */
    HIT(RequestResult.HIT),
    /** Fetched for this request. */
    MISS(RequestResult.MISS),
    /** From the store, after its source said it is still current. */
    REVALIDATED(RequestResult.REVALIDATED),
    /** From the store, as its source did not answer in time. */
    STALE(RequestResult.STALE),
    /** Fetched for another request that was already under way. */
    JOINED(RequestResult.JOINED);

    private final RequestResult shown;

    CacheStatus(RequestResult shown) {
        this.shown = shown;
    }

    /** What others see of it: headers, metrics, logs and the API. */
    public RequestResult shown() {
        return shown;
    }
}
