package dev.breakwater.catalogue;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RequestResult;
import dev.breakwater.repository.Namings;
import dev.breakwater.store.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The counts of completely sent archives, until they are taken. */
final class Downloads implements Events {
    /** The maximum number of counted archives, which bounds memory; further ones are not counted. */
    private static final int MOST = 20_000;

    /** A sent archive, as in its request. */
    record Sent(String repository, String target) {
        /** Its key; null if the path is not a key in its normal form. */
        @Nullable
        Key key(Namings names) {
            String before = "/" + repository + "/";
            String path = target.startsWith(before)
                    ? target.substring(before.length())
                    : names.of(repository).below(repository, target);
            if (path == null) {
                return null;
            }
            try {
                return new Key(repository, path.replace("%21", "!"));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    private final ConcurrentMap<Sent, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void publish(Event event) {
        if (event instanceof Event.Served served
                && served.archive()
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

    /** Passes each count on once. */
    <E extends Exception> void drain(CountsTaker<E> taker) throws E {
        for (Sent sent : counts.keySet()) {
            Long times = counts.remove(sent);
            if (times != null) {
                taker.take(sent, times);
            }
        }
    }
}
