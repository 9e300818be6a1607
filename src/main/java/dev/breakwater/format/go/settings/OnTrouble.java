package dev.breakwater.format.go.settings;

/** What a client is told where no upstream answers and nothing is held. */
public enum OnTrouble {
    /** 503 with Retry-After. */
    UNAVAILABLE,
    /** 404, which makes a client with a second choice move on to it. */
    FALL_THROUGH
}
