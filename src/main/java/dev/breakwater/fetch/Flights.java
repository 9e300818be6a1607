package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The flights under way, one for all who want the same. */
final class Flights {
    /** A place in a flight, to be left; {@code joined} says that somebody else began it. */
    record Seat(Flight flight, boolean joined) implements AutoCloseable {
        @Override
        public void close() {
            flight.leave();
        }
    }

    private final ConcurrentMap<FlightKey, Flight> underway = new ConcurrentHashMap<>();
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

    /** Takes a seat in the flight for {@code resource}, beginning it where there is none, whatever is held by then. */
    Seat join(Resource resource, @Nullable Entry held, Caller caller) {
        return join(resource, held, caller, () -> false);
    }

    /**
     * Takes a seat in the flight for {@code resource}, beginning it where there is none.
     *
     * @param stored whether the flight that had not landed when the caller looked has been stored since: then there is nothing
     *     to fetch any more
     */
    Seat join(Resource resource, @Nullable Entry held, Caller caller, BooleanSupplier stored) {
        FlightKey key = resource.flight();
        Flight fresh = new Flight();
        fresh.board();
        for (Flight before; (before = underway.putIfAbsent(key, fresh)) != null; ) {
            if (before.board()) {
                return new Seat(before, true);
            }
            underway.remove(key, before);
        }
        Pilot pilot = new Pilot(resource, held, caller, fresh, parts, outages, cores, fetcher, stored);
        Thread.ofVirtual().name("flight " + key).start(() -> {
            try {
                pilot.fly();
            } finally {
                fresh.close();
                pilot.clear();
                underway.remove(key, fresh);
                fresh.clear();
            }
        });
        return new Seat(fresh, false);
    }

    /** Takes a seat in the flight for {@code resource} that is under way; null where there is none. */
    @Nullable
    Seat board(Resource resource) {
        Flight flight = underway.get(resource.flight());
        return flight != null && flight.board() ? new Seat(flight, true) : null;
    }

    /** Waits until the flights of {@code key} that are under way now have ended, commits included; for at most {@code limit}. */
    void settle(Key key, Duration limit) throws InterruptedException {
        settle(
                underway.entrySet().stream()
                        .filter(each -> each.getKey().key().equals(key))
                        .map(Map.Entry::getValue)
                        .toList(),
                limit);
    }

    /** Waits until the flights that are under way now have ended, commits included; for at most {@code limit}. */
    void settle(Duration limit) throws InterruptedException {
        settle(List.copyOf(underway.values()), limit);
    }

    private void settle(List<Flight> flights, Duration limit) throws InterruptedException {
        Instant until = parts.clock().instant().plus(limit);
        for (Flight flight : flights) {
            Duration left = Duration.between(parts.clock().instant(), until);
            if (left.isNegative() || !flight.cleared(left)) {
                return;
            }
        }
    }
}
