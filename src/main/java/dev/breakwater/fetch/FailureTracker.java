package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.upstream.Origin;
import java.util.HashMap;
import java.util.Map;

/**
 * What went wrong on the way of one fetch, and so what its answer was spared. An origin is to blame only for what was asked
 * after it: where it was asked as a help for one that was merely slow, or beside one that has answered, its failure has
 * spared the answer nothing. Used by one thread.
 */
final class FailureTracker {
    private final Map<Origin, Integer> turns = new HashMap<>();
    private int firstFailed = Integer.MAX_VALUE;
    private RescuedBy otherwise = RescuedBy.NOTHING;
    private int asked;

    /** {@code origin} is asked, perhaps once more. */
    void asked(Origin origin) {
        turns.put(origin, asked++);
    }

    /** {@code origin} did not give what it should, or keeps silent. That it does not have it is no failure. */
    void failed(Origin origin) {
        firstFailed = Math.min(firstFailed, turn(origin));
    }

    /** What {@code origin} sent is wrong. */
    void rejected(Origin origin) {
        failed(origin);
        otherwise = otherwise.or(RescuedBy.REJECTED);
    }

    /** What the answer of {@code origin} was spared. */
    RescuedBy spared(Origin origin) {
        return firstFailed < turn(origin) ? RescuedBy.FAILOVER.or(otherwise) : otherwise;
    }

    private int turn(Origin origin) {
        return turns.getOrDefault(origin, 0);
    }
}
