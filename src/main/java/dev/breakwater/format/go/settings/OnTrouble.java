package dev.breakwater.format.go.settings;

/** The answer to a client if no upstream answers and nothing is cached. */
public enum OnTrouble {
    /** 503 with Retry-After. */
    UNAVAILABLE,
    /** 404, which makes a client with a second choice move on to it. */
    FALL_THROUGH
}
