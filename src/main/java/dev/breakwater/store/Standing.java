package dev.breakwater.store;

/** How well an entry is confirmed. */
public enum Standing {
    /** Verified, or agreed on by as many witnesses as were needed. */
    CONFIRMED,
    /**
     * Confirmed by fewer sources than needed: served for a short time, then served and asked for again behind the answer. Never
     * replaces a confirmed entry.
     */
    PROVISIONAL,
    /** Witnessed not to exist; the body is the reason, as plain text. */
    ABSENT
}
