package dev.breakwater.insight;

import java.util.EnumMap;
import java.util.Map;

/**
 * The statistics of one repository: its tally, its windows, and how much of the tally is in them. Guarded by its owner, except
 * the tally.
 */
final class RepositoryFigures {
    private final Tally tally = new Tally();
    private final Map<Window, WindowSlots> windows = new EnumMap<>(Window.class);
    private long[] settled = new long[Tally.CELLS];

    RepositoryFigures(long millis) {
        for (Window window : Window.values()) {
            windows.put(window, new WindowSlots(window, millis));
        }
    }

    Tally tally() {
        return tally;
    }

    /** Moves new counts into the current parts, which {@code millis} may end. */
    void settle(long millis) {
        long[] now = tally.sum();
        long[] more = new long[Tally.CELLS];
        boolean any = false;
        for (int i = 0; i < more.length; i++) {
            more[i] = now[i] - settled[i];
            any |= more[i] != 0;
        }
        settled = now;
        for (WindowSlots parts : windows.values()) {
            if (any) {
                parts.add(more);
            }
            parts.advance(millis);
        }
    }

    void addTo(Window window, long[][] sums) {
        WindowSlots parts = windows.get(window);
        for (int i = 0; parts != null && i < Window.POINTS; i++) {
            long[] part = parts.part(i);
            for (int cell = 0; part != null && cell < part.length; cell++) {
                sums[i][cell] += part[cell];
            }
        }
    }
}
