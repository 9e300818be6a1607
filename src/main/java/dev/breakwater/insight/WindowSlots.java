package dev.breakwater.insight;

import org.jspecify.annotations.Nullable;

/**
 * The parts of one window of one repository, each with the counts of {@link Tally}; parts without requests take no memory.
 * Guarded by its owner.
 */
final class WindowSlots {
    private final long partMillis;
    private final long[] @Nullable [] ring = new long[Window.POINTS][];
    /** The part that has not ended yet, counted since 1970. */
    private long current;

    WindowSlots(Window window, long millis) {
        partMillis = window.part().toMillis();
        current = Math.floorDiv(millis, partMillis);
    }

    /** Drops parts that are too old at {@code millis}. A clock that was set back changes nothing until it has caught up. */
    void advance(long millis) {
        long part = Math.floorDiv(millis, partMillis);
        for (long i = Math.max(current + 1, part - Window.POINTS + 1); i <= part; i++) {
            ring[index(i)] = null;
        }
        current = Math.max(part, current);
    }

    /** Adds to the part that has not ended yet. */
    void add(long[] more) {
        int at = index(current);
        long[] cells = ring[at];
        if (cells == null) {
            ring[at] = more.clone();
            return;
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] += more[i];
        }
    }

    /** When the oldest part begins, in milliseconds since 1970. */
    long from() {
        return (current - Window.POINTS + 1) * partMillis;
    }

    /** The part {@code i}, 0 for the oldest; null if nothing happened in it. */
    long @Nullable [] part(int i) {
        return ring[index(current - Window.POINTS + 1 + i)];
    }

    private static int index(long part) {
        return (int) Math.floorMod(part, (long) Window.POINTS);
    }
}
