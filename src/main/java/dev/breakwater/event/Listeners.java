package dev.breakwater.event;

import java.util.Arrays;

/** All listeners, called in the order in which they were added. */
public final class Listeners implements Events {
    private volatile Events[] all = {};

    /** Adds {@code listener}. */
    public synchronized void add(Events listener) {
        Events[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = listener;
        all = more;
    }

    @Override
    public void publish(Event event) {
        for (Events each : all) {
            each.publish(event);
        }
    }
}
