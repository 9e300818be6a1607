package dev.breakwater.config;

/** What to do with content that no checksum database has a record of. */
public enum Unverified {
    /** Serve it where two failure domains send the same. */
    AGREE,
    /** Do not serve it. */
    REFUSE,
    /** Serve what one upstream sent. */
    SERVE
}
