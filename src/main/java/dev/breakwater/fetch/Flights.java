package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The flights under way, one a key. */
final class Flights {
    /** A place in a flight, to be left; {@code joined} says that somebody else began it. */
    record Seat(Flight flight, boolean joined) implements AutoCloseable {
        @Override
        public void close() {
            flight.leave();
        }
    }

    private final ConcurrentMap<Key, Flight> underway = new ConcurrentHashMap<>();
    private final Engine.Parts parts;
    private final Fetcher fetcher;
    private final Outages outages;
    private final Cores cores = new Cores(Runtime.getRuntime().availableProcessors());

    Flights(Engine.Parts parts, Fetcher fetcher) {
        this.parts = parts;
        this.fetcher = fetcher;
        this.outages = new Outages(parts.retries(), parts.events(), parts.steady());
    }

    /** How many are under way. */
    int count() {
        return underway.size();
    }

    /** Takes a seat in the flight of {@code resource}'s key, beginning it where there is none. */
    Seat join(Resource resource, @Nullable Entry held, Caller caller) {
        Flight fresh = new Flight();
        fresh.board(false);
        for (Flight before; (before = underway.putIfAbsent(resource.key(), fresh)) != null; ) {
            // What is not kept was judged for whoever asked first: who comes later may expect something else.
            if (before.board(resource.policy().kept())) {
                return new Seat(before, true);
            }
            underway.remove(resource.key(), before);
        }
        Pilot pilot = new Pilot(resource, held, caller, fresh, parts, outages, cores, fetcher);
        Thread.ofVirtual().name("flight " + resource.key()).start(() -> {
            try {
                pilot.fly();
            } finally {
                fresh.close();
                pilot.clear();
                underway.remove(resource.key(), fresh);
                fresh.clear();
            }
        });
        return new Seat(fresh, false);
    }

    /** Waits until the flight of {@code key} that is under way now has ended, commit included; for at most {@code limit}. */
    void settle(Key key, Duration limit) throws InterruptedException {
        Flight flight = underway.get(key);
        if (flight != null) {
            flight.cleared(limit);
        }
    }

    /** Waits until the flights that are under way now have ended, commits included; for at most {@code limit}. */
    void settle(Duration limit) throws InterruptedException {
        Instant until = parts.clock().instant().plus(limit);
        for (Flight flight : underway.values()) {
            Duration left = Duration.between(parts.clock().instant(), until);
            if (left.isNegative() || !flight.cleared(left)) {
                return;
            }
        }
    }
}
