package dev.breakwater.upstream;

/** How to select the healthy origin of a tier to try first. */
public enum Selection {
    /** In the configured order. */
    PRIORITY,
    /** Each in turn. */
    ROUND_ROBIN,
    /** At random, in proportion to the weights. */
    WEIGHTED,
    /** The one with the fewest exchanges in flight for its weight. */
    LEAST_CONNECTIONS,
    /** The better of two random ones, by their times, their load and their weight; the rest in the order of these. */
    RESPONSE_TIME
}
