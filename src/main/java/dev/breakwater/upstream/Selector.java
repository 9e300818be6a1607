package dev.breakwater.upstream;

import java.util.ArrayList;
import java.util.List;

/** Puts the origins of one thing into the order in which they are to be asked. */
public final class Selector {
    private final Health health;

    /** Goes by {@code health}, and inside a tier by the operator's order. */
    public Selector(Health health) {
        this.health = health;
    }

    /**
     * The origins in the order to ask them: tier by tier, in each the ones that {@link Health} admits. Where that are
     * fewer than half of a tier, the others follow behind: never is something refused without having asked.
     */
    public List<Origin> order(Tiers tiers, Traffic traffic) {
        List<Origin> first = new ArrayList<>();
        List<Origin> last = new ArrayList<>();
        for (List<Origin> tier : tiers.tiers()) {
            List<Origin> out = new ArrayList<>();
            int before = first.size();
            for (Origin origin : tier) {
                (health.admits(origin, traffic) ? first : out).add(origin);
            }
            if ((first.size() - before) * 2 < tier.size()) {
                last.addAll(out);
            }
        }
        first.addAll(last);
        return List.copyOf(first);
    }
}
