package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.ExtraReason;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;

/** The budgets for requests beyond the first of each fetch; publishes their use. Thread-safe. */
final class ExtraRequests {
    private final Budget hedges;
    private final Budget retries;
    private final Events events;

    ExtraRequests(Budget hedges, Budget retries, Events events) {
        this.hedges = hedges;
        this.retries = retries;
        this.events = events;
    }

    /** A fetch begins; the budgets grow by its share. */
    void earn() {
        hedges.earn();
        retries.earn();
    }

    /** Whether to allow another origin because one is slow. */
    boolean hedge(Traffic traffic) {
        return told(ExtraReason.HEDGE, traffic, hedges.spend());
    }

    /** Whether to allow a retry of an origin that has just failed. */
    boolean retry(Traffic traffic) {
        return told(ExtraReason.RETRY, traffic, retries.spend());
    }

    /** Whether to allow requests to {@code origins} although none of them is healthy. */
    boolean attempt(Traffic traffic, int origins) {
        return told(ExtraReason.ATTEMPT, traffic, retries.spend(origins));
    }

    /** The same, for a request that was refused before: a refusal is published once. */
    boolean attemptAgain(int origins) {
        return retries.spend(origins);
    }

    /** After what time an empty budget may have room again without further requests. */
    Duration untilNext() {
        return retries.untilNext();
    }

    /** An origin replaces another, which costs nothing. */
    void replaced(Traffic traffic) {
        told(ExtraReason.REPLACEMENT, traffic, true);
    }

    private boolean told(ExtraReason why, Traffic traffic, boolean granted) {
        events.publish(new Event.Extra(why, traffic.label(), granted));
        return granted;
    }
}
