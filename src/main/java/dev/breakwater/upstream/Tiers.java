package dev.breakwater.upstream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The origins of one thing in the order of their tiers; a later tier is used only while the earlier ones cannot answer.
 * No tier is empty. The reserve is no tier before it is used.
 */
public record Tiers(String name, Selection selection, List<List<Origin>> tiers, Reserve reserve) {
    /** Tiers without a reserve. */
    public Tiers(String name, Selection selection, List<List<Origin>> tiers) {
        this(name, selection, tiers, Reserve.NONE);
    }

    /** The same with the reserve as the last tier. */
    public Tiers withReserve() {
        return reserve.origins().isEmpty()
                ? this
                : new Tiers(
                        name,
                        selection,
                        Stream.concat(tiers.stream(), Stream.of(reserve.origins()))
                                .toList());
    }

    /** All the origins, tier by tier. */
    public List<Origin> all() {
        return tiers.size() == 1
                ? tiers.getFirst()
                : tiers.stream().flatMap(List::stream).toList();
    }

    /** Those of them that are servers like this one; no tiers where there is none. */
    public Tiers peers() {
        List<List<Origin>> peers = tiers.stream()
                .map(tier -> tier.stream().filter(Origin::peer).toList())
                .filter(tier -> !tier.isEmpty())
                .toList();
        return new Tiers(name, selection, peers);
    }

    /** How many failure domains there are. */
    public int domains() {
        Set<String> domains = new HashSet<>();
        tiers.forEach(tier -> tier.forEach(origin -> domains.add(origin.domain())));
        return domains.size();
    }
}
