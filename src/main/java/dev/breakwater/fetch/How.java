package dev.breakwater.fetch;

import java.util.Locale;

/** How an answer came about, as the {@code X-Breakwater} header tells it. */
public enum How {
    /** From the store, current. */
    HIT,
    /** Fetched for this request. */
    MISS,
    /** From the store, after its source said it is still current. */
    REVALIDATED,
    /** From the store, though its source could not be asked in time. */
    STALE,
    /** Fetched for another request that was already under way. */
    JOINED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Its name in lower case. */
    public String label() {
        return label;
    }
}
