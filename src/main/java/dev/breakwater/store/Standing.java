package dev.breakwater.store;

/** What an entry is worth. */
public enum Standing {
    /** Verified, or agreed on by as many witnesses as were needed. */
    CONFIRMED,
    /**
     * Told by fewer than were needed: asked again whenever somebody can be asked, served only when nobody can. Never
     * replaces a confirmed entry.
     */
    PROVISIONAL,
    /** Witnessed not to exist; the body is the reason, as plain text. */
    ABSENT
}
