package dev.breakwater.cli;

import dev.breakwater.probe.Bounds;
import dev.breakwater.probe.ProbePlan;

/** The progress of an evaluation on a terminal. */
final class ProbeProgress implements ProbePlan.ProbeListener {
    private final CliContext surroundings;
    private final Bounds bounds;
    private final boolean watched;
    private boolean over;

    ProbeProgress(CliContext surroundings, Bounds bounds) {
        this.surroundings = surroundings;
        this.bounds = bounds;
        this.watched = surroundings.terminal().getAsBoolean();
    }

    @Override
    public synchronized void asked(int requests, long bytes) {
        if (!over) {
            print("probing the mirrors, at most " + bounds.time().toSeconds() + " s: " + requests + " answers, "
                    + Sizes.shown(bytes));
        }
    }

    /** Removes the progress line. */
    synchronized void over() {
        over = true;
        print("");
    }

    private void print(String text) {
        if (watched) {
            surroundings.err().print("\r\u001b[K" + text);
            surroundings.err().flush();
        }
    }
}
