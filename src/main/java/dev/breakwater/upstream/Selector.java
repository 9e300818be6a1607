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
     * Whom to ask.
     *
     * @param healthy those that are thought well of, in order
     * @param suspect those that are not: only worth asking where none of the others says anything, since never is
     *     something refused without having asked
     */
    public record Order(List<Origin> healthy, List<Origin> suspect) {}

    /** The origins of {@code tiers}, tier by tier, as {@link Health} thinks of them at the moment. */
    public Order order(Tiers tiers, Traffic traffic) {
        List<Origin> healthy = new ArrayList<>();
        List<Origin> suspect = new ArrayList<>();
        for (List<Origin> tier : tiers.tiers()) {
            for (Origin origin : tier) {
                (health.admits(origin, traffic) ? healthy : suspect).add(origin);
            }
        }
        return new Order(List.copyOf(healthy), List.copyOf(suspect));
    }
}
