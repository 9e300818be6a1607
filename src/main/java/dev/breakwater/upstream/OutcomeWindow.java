package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** The outcomes of recent exchanges: at most 64. */
final class OutcomeWindow {
    private static final int MOST = 64;

    private final Duration window;
    private final Instant[] when = new Instant[MOST];
    private final boolean[] well = new boolean[MOST];
    private int next;

    OutcomeWindow(Duration window) {
        this.window = window;
        clear();
    }

    void add(boolean ok, Instant now) {
        when[next] = now;
        well[next] = ok;
        next = (next + 1) % MOST;
    }

    void clear() {
        Arrays.fill(when, Instant.MIN);
    }

    /** How many of them succeeded after {@code since}. */
    int goodSince(Instant since) {
        int n = 0;
        for (int i = 0; i < MOST; i++) {
            n += well[i] && when[i].isAfter(since) ? 1 : 0;
        }
        return n;
    }

    int all(Instant now) {
        return count(now, true);
    }

    int failed(Instant now) {
        return count(now, false);
    }

    private int count(Instant now, boolean goodToo) {
        Instant since = now.minus(window);
        int n = 0;
        for (int i = 0; i < MOST; i++) {
            if (when[i].isAfter(since) && (goodToo || !well[i])) {
                n++;
            }
        }
        return n;
    }
}
