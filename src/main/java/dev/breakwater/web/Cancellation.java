package dev.breakwater.web;

import java.util.ArrayList;
import java.util.List;

/** A flag that ends a running exchange, once and for all. Threads are never interrupted: that would close shared files. */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>(1);
    private boolean cancelled;

    /** Whether the exchange was cancelled. */
    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** Ends the running exchange. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Runs {@code action} on cancellation: at once if it was cancelled already. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
