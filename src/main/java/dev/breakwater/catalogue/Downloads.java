package dev.breakwater.catalogue;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RequestResult;
import dev.breakwater.store.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Counts archives that were sent in whole, until the counts are taken. */
final class Downloads implements Events {
    /** What is asked for more rarely than so many others at once is not counted, before memory grows without bounds. */
    private static final int MOST = 20_000;

    /** What was sent, as the request had it. */
    record Sent(String repository, String target) {
        /** Its key; null where the path is none, as where it is written in a way of its own. */
        @Nullable
        Key key() {
            String before = "/" + repository + "/";
            if (!target.startsWith(before)) {
                return null;
            }
            try {
                return new Key(repository, target.substring(before.length()).replace("%21", "!"));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    private final ConcurrentMap<Sent, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void publish(Event event) {
        if (event instanceof Event.Served served
                && served.kind().equals("zip")
                && served.status() == 200
                && served.method().equals("GET")
                && served.result() != RequestResult.BROKEN) {
            Sent sent = new Sent(served.repository(), served.target());
            if (counts.size() < MOST || counts.containsKey(sent)) {
                counts.merge(sent, 1L, Long::sum);
            }
        }
    }

    interface CountsTaker<E extends Exception> {
        void take(Sent sent, long times) throws E;
    }

    /** Hands every count out once. */
    <E extends Exception> void drain(CountsTaker<E> taker) throws E {
        for (Sent sent : counts.keySet()) {
            Long times = counts.remove(sent);
            if (times != null) {
                taker.take(sent, times);
            }
        }
    }
}
