package dev.breakwater.event;

import java.util.Locale;

/**
 * What rescued a request that would have failed with a single upstream. If several things happened on the way, it is
 * the last one in this order.
 */
public enum RescuedBy {
    /** Nothing: it needed no rescue. A cache hit counts here too, whatever happened when its content was fetched. */
    NOTHING,
    /** An upstream that was asked before has failed or stayed silent, and another has answered. */
    FAILOVER,
    /** A body broke off and was resumed, from another upstream or the same. */
    RESUME,
    /** A witness that was wrong or behind was outvoted, or what it lacked came from another. */
    WITNESS,
    /** An upstream sent wrong content, and another the right one. */
    REJECTED,
    /** No upstream answered in time: the answer came from the cache. */
    STALE;

    private final String written = name().equals("NOTHING") ? "-" : name().toLowerCase(Locale.ROOT);

    /** As it is written in logs, metrics and the API: {@code failover}; {@code -} for nothing. */
    public String written() {
        return written;
    }

    /** The one of the two that says more. */
    public RescuedBy or(RescuedBy other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
