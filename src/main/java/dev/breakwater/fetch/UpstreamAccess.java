package dev.breakwater.fetch;

import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The access to upstreams: which ones, in which order, and how many extra requests.
 *
 * @param hedges the budget for requests because an upstream is slow
 * @param retries the budget for requests to an upstream that has just failed
 * @param offline whether no upstream may be contacted
 */
public record UpstreamAccess(Selector selector, Health health, Budget hedges, Budget retries, BooleanSupplier offline) {
    boolean isOffline() {
        return offline.getAsBoolean();
    }

    /** The healthy origins of {@code tiers}, in no order. */
    List<Origin> healthy(Tiers tiers, Traffic traffic) {
        return selector.healthy(tiers, traffic);
    }

    /** Whether every origin of {@code tiers} is out: one that is only suspect is not. */
    boolean allOut(Tiers tiers, Traffic traffic) {
        return tiers.all().stream().allMatch(origin -> health.drained(origin.name()) || health.out(origin, traffic));
    }
}
