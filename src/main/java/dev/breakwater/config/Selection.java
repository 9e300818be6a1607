package dev.breakwater.config;

/** Which upstream of a tier is asked first. */
public enum Selection {
    /** In the order of the file. */
    PRIORITY,
    /** Each in turn. */
    ROUND_ROBIN,
    /** In turn, in proportion to the weights. */
    WEIGHTED,
    /** The one with the fewest requests in flight. */
    LEAST_CONNECTIONS,
    /** The better of two by time and load. */
    RESPONSE_TIME
}
