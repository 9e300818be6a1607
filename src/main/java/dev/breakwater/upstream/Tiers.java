package dev.breakwater.upstream;

import java.util.List;

/**
 * The origins of one thing in the order of their tiers; a later tier is used only while the earlier ones cannot answer.
 * No tier is empty.
 */
public record Tiers(String name, List<List<Origin>> tiers) {
    /** How many failure domains there are. */
    public int domains() {
        return (int) tiers.stream()
                .flatMap(List::stream)
                .map(Origin::domain)
                .distinct()
                .count();
    }
}
