package dev.breakwater.event;

import java.util.Locale;

/**
 * The cause that rescued a request which would have failed with a single upstream. If there were several, the last one in this
 * order.
 */
public enum RescuedBy {
    /** Nothing: it needed no rescue. A cache hit counts here too, whatever happened when its content was fetched. */
    NOTHING,
    /** An upstream failed or stayed silent, and another answered. */
    FAILOVER,
    /** A body was interrupted and resumed, from another upstream or the same. */
    RESUME,
    /** A wrong or outdated witness was outvoted, or another supplied what it lacked. */
    WITNESS,
    /** An upstream sent wrong content, and another the right one. */
    REJECTED,
    /** No upstream answered in time: the answer came from the cache. */
    STALE;

    private final String written = name().equals("NOTHING") ? "-" : name().toLowerCase(Locale.ROOT);

    /** Its name in logs, metrics and the API: {@code failover}; {@code -} for nothing. */
    public String written() {
        return written;
    }

    /** The later one of the two in this order. */
    public RescuedBy or(RescuedBy other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
