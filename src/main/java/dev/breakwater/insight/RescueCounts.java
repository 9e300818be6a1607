package dev.breakwater.insight;

import dev.breakwater.event.RescuedBy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts of rescued requests by {@link RescuedBy cause}, in cells of an array. */
final class RescueCounts {
    /** The number of cells. */
    static final int CELLS = RescuedBy.values().length;

    private RescueCounts() {}

    /** The cell of {@code kind}, from 0. */
    static int cell(RescuedBy kind) {
        return switch (kind) {
            case NOTHING -> 0;
            case FAILOVER -> 1;
            case RESUME -> 2;
            case WITNESS -> 3;
            case REJECTED -> 4;
            case STALE -> 5;
        };
    }

    /** The counts from the cell {@code from} on by name; every cause is there, except none. */
    static Map<String, Long> named(long[] counts, int from) {
        Map<String, Long> named = new LinkedHashMap<>();
        for (RescuedBy kind : RescuedBy.values()) {
            if (kind != RescuedBy.NOTHING) {
                named.put(kind.written(), counts[from + cell(kind)]);
            }
        }
        return named;
    }

    static long sum(Map<String, Long> named) {
        return named.values().stream().mapToLong(Long::longValue).sum();
    }
}
