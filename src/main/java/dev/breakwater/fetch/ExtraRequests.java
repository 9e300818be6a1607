package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.ExtraReason;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;

/** Spends the budgets for what is asked beyond one request a fetch, and tells of it. Any thread may use it. */
final class ExtraRequests {
    private final Budget hedges;
    private final Budget retries;
    private final Events events;

    ExtraRequests(Budget hedges, Budget retries, Events events) {
        this.hedges = hedges;
        this.retries = retries;
        this.events = events;
    }

    /** One fetch begins, by whose share the budgets grow. */
    void earn() {
        hedges.earn();
        retries.earn();
    }

    /** Whether another origin may be asked because one is slow. */
    boolean hedge(Traffic traffic) {
        return told(ExtraReason.HEDGE, traffic, hedges.spend());
    }

    /** Whether an origin that has just failed may be asked again. */
    boolean retry(Traffic traffic) {
        return told(ExtraReason.RETRY, traffic, retries.spend());
    }

    /** Whether {@code origins} may be asked though none of them is healthy. */
    boolean attempt(Traffic traffic, int origins) {
        return told(ExtraReason.ATTEMPT, traffic, retries.spend(origins));
    }

    /** The same, for one that was refused before: that is told once. */
    boolean attemptAgain(int origins) {
        return retries.spend(origins);
    }

    /** After what time a budget that is empty may have room again though nothing else happens. */
    Duration untilNext() {
        return retries.untilNext();
    }

    /** An origin is asked in place of another, which costs nothing. */
    void replaced(Traffic traffic) {
        told(ExtraReason.REPLACEMENT, traffic, true);
    }

    private boolean told(ExtraReason why, Traffic traffic, boolean granted) {
        events.publish(new Event.Extra(why, traffic.label(), granted));
        return granted;
    }
}
