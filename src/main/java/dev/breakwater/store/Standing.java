package dev.breakwater.store;

/** How well an entry is confirmed. */
public enum Standing {
    /** Verified, or confirmed by as many witnesses as required. */
    CONFIRMED,
    /**
     * Confirmed by fewer sources than required: served for a short time, then served and asked for again behind the answer. Never
     * replaces a confirmed entry.
     */
    PROVISIONAL,
    /** Confirmed not to exist; the body is the reason, as plain text. */
    ABSENT
}
