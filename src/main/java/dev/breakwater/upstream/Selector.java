package dev.breakwater.upstream;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Orders the origins of one repository: which to try first. */
public final class Selector {
    private final Health health;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final ConcurrentMap<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    /**
     * Selects by {@code health}.
     *
     * @param chance may be used by several threads at once
     */
    public Selector(Health health, InstantSource clock, RandomGenerator chance) {
        this.health = health;
        this.clock = clock;
        this.chance = chance;
    }

    /**
     * The origins to try.
     *
     * @param healthy the healthy origins, in order
     * @param suspect the others: tried if no healthy one answers, so that no request fails without a try; and before a "not
     *     found" counts
     * @param unreachable origins that a recent probe could not reach: asked only if no other is left
     */
    public record Order(List<Origin> healthy, List<Origin> suspect, List<Origin> unreachable) {}

    /** The enabled origins of {@code tiers}, tier by tier, by their current {@link Health}. */
    public Order order(Tiers tiers, Traffic traffic) {
        List<Origin> healthy = new ArrayList<>();
        List<Origin> suspect = new ArrayList<>();
        List<Origin> unreachable = new ArrayList<>();
        for (List<Origin> tier : tiers.tiers()) {
            List<Origin> well = new ArrayList<>();
            Instant now = clock.instant();
            for (Origin origin : tier) {
                if (health.drained(origin.name())) {
                    continue;
                }
                OriginHealth vitals = health.of(origin, traffic);
                if (vitals.admits(now)) {
                    well.add(origin);
                } else {
                    (vitals.unreachable(now) ? unreachable : suspect).add(origin);
                }
            }
            healthy.addAll(current(tiers, gently(arranged(tiers, well, traffic, now), traffic, now), traffic));
        }
        return new Order(List.copyOf(healthy), List.copyOf(suspect), List.copyOf(unreachable));
    }

    /** The healthy origins of {@code tiers}, in no order; takes no turn of a round robin. */
    public List<Origin> healthy(Tiers tiers, Traffic traffic) {
        Instant now = clock.instant();
        return tiers.all().stream()
                .filter(origin -> !health.drained(origin.name())
                        && health.of(origin, traffic).admits(now))
                .toList();
    }

    /** Moves origins that lag behind with new versions to the end, unless the operator has set the order. */
    private List<Origin> current(Tiers tiers, List<Origin> origins, Traffic traffic) {
        if (traffic != Traffic.METADATA || tiers.selection() == Selection.PRIORITY) {
            return origins;
        }
        return origins.stream()
                .sorted(Comparator.comparing(origin -> health.late(origin.name())))
                .toList();
    }

    private List<Origin> arranged(Tiers tiers, List<Origin> origins, Traffic traffic, Instant now) {
        if (origins.size() < 2) {
            return origins;
        }
        return switch (tiers.selection()) {
            case PRIORITY -> origins;
            case ROUND_ROBIN -> inTurn(tiers.name() + " " + traffic, origins);
            case WEIGHTED -> sorted(origins, o -> -Math.log(1 - chance.nextDouble()) / o.weight());
            case LEAST_CONNECTIONS ->
                sorted(shuffled(origins), o -> health.of(o, traffic).inFlight() / (double) o.weight());
            case RESPONSE_TIME -> betterOfTwo(shuffled(origins), traffic, now);
        };
    }

    private List<Origin> inTurn(String turn, List<Origin> origins) {
        int first = turns.computeIfAbsent(turn, t -> new AtomicInteger()).getAndIncrement();
        List<Origin> rotated = new ArrayList<>(origins);
        Collections.rotate(rotated, -Math.floorMod(first, origins.size()));
        return rotated;
    }

    private List<Origin> shuffled(List<Origin> origins) {
        List<Origin> shuffled = new ArrayList<>(origins);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, chance.nextInt(i + 1));
        }
        return shuffled;
    }

    private interface Cost {
        double of(Origin origin);
    }

    private record Costly(Origin origin, double cost) {}

    /** The cheapest first; each cost is read once, since it changes meanwhile. */
    private static List<Origin> sorted(List<Origin> origins, Cost cost) {
        return origins.stream()
                .map(o -> new Costly(o, cost.of(o)))
                .sorted(Comparator.comparingDouble(Costly::cost))
                .map(Costly::origin)
                .toList();
    }

    private List<Origin> betterOfTwo(List<Origin> shuffled, Traffic traffic, Instant now) {
        Cost cost = o -> health.of(o, traffic).cost(now) / o.weight();
        Origin first = sorted(shuffled.subList(0, 2), cost).getFirst();
        List<Origin> rest = new ArrayList<>(sorted(shuffled, cost));
        rest.remove(first);
        rest.addFirst(first);
        return rest;
    }

    /** Lets a recovered origin be the first only now and then, more often as time passes. */
    private List<Origin> gently(List<Origin> origins, Traffic traffic, Instant now) {
        if (origins.size() < 2) {
            return origins;
        }
        List<Origin> first = new ArrayList<>();
        List<Origin> later = new ArrayList<>();
        for (Origin origin : origins) {
            double share = health.of(origin, traffic).share(now);
            (share >= 1 || chance.nextDouble() < share ? first : later).add(origin);
        }
        first.addAll(later);
        return first;
    }
}
