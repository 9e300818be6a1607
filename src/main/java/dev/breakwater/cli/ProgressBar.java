package dev.breakwater.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A progress bar on one line of the terminal; prints nothing if there is no terminal. Any thread may call it. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final Duration SOMETIMES = Duration.ofMillis(100);

    private final CliContext surroundings;
    private final boolean watched;
    private final InstantSource clock;
    private Instant next = Instant.MIN;

    /** {@code wanted} is false if the output is for machines. */
    ProgressBar(CliContext surroundings, boolean wanted, InstantSource clock) {
        this.surroundings = surroundings;
        this.watched = wanted && surroundings.terminal().getAsBoolean();
        this.clock = clock;
    }

    /** Shows that {@code done} of {@code all} are done, and {@code more}; at a readable rate. */
    synchronized void show(int done, int all, String more) {
        Instant now = clock.instant();
        if (!watched || now.isBefore(next)) {
            return;
        }
        next = now.plus(SOMETIMES);
        int full = all == 0 ? WIDTH : (int) ((long) WIDTH * done / all);
        print("[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + done + "/" + all + " " + more);
    }

    /** Removes it. */
    synchronized void over() {
        if (watched) {
            print("");
        }
    }

    private void print(String text) {
        surroundings.err().print("\r\u001b[K" + text);
        surroundings.err().flush();
    }
}
