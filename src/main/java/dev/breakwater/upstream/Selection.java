package dev.breakwater.upstream;

/** Which healthy origin of a tier is asked first. */
public enum Selection {
    /** In the operator's order. */
    PRIORITY,
    /** Each in turn. */
    ROUND_ROBIN,
    /** By chance, in proportion to the weights. */
    WEIGHTED,
    /** The one with the fewest exchanges in flight for its weight. */
    LEAST_CONNECTIONS,
    /** The better of two picked by chance, by their times, their load and their weight; the rest in the order of these. */
    RESPONSE_TIME
}
