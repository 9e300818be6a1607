package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.upstream.Origin;
import java.util.HashMap;
import java.util.Map;

/**
 * The failures of one fetch, and so what rescued its answer. An origin counts only if another was asked after it: if it was a
 * hedge for a slow one, or ran beside one that answered, its failure needed no rescue. Used by one thread.
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

    /** {@code origin} failed or is silent. A "not found" is not a failure. */
    void failed(Origin origin) {
        firstFailed = Math.min(firstFailed, turn(origin));
    }

    /** {@code origin} sent wrong content. */
    void rejected(Origin origin) {
        failed(origin);
        otherwise = otherwise.or(RescuedBy.REJECTED);
    }

    /** What rescued the answer of {@code origin}. */
    RescuedBy spared(Origin origin) {
        return firstFailed < turn(origin) ? RescuedBy.FAILOVER.or(otherwise) : otherwise;
    }

    private int turn(Origin origin) {
        return turns.getOrDefault(origin, 0);
    }
}
