package dev.breakwater.upstream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The origins of one repository or database, by tier; a later tier is used only if the earlier ones can't answer. No tier is
 * empty. The reserve is not a tier until it is used.
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

    /** The same with each origin asked through another, which has its name. The reserve stays as it is. */
    public Tiers each(UnaryOperator<Origin> change) {
        return new Tiers(
                name,
                selection,
                tiers.stream().map(tier -> tier.stream().map(change).toList()).toList(),
                reserve);
    }

    /** The peers among them; no tiers if there is none. */
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
