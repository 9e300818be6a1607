package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The flights under way, one for all who want the same, and those that wait for room. */
final class Flights {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** A place in a flight, to be left; {@code joined} says that another request began it. */
    final class Seat implements AutoCloseable {
        private final FlightKey key;
        private final Flight flight;
        private final boolean joined;
        private final Client client;
        private final Admission.@Nullable Ticket ticket;

        private Seat(FlightKey key, Boarded boarded, Client client, Admission.@Nullable Ticket ticket) {
            this.key = key;
            this.flight = boarded.flight();
            this.joined = boarded.joined();
            this.client = client;
            this.ticket = ticket;
        }

        Flight flight() {
            return flight;
        }

        boolean joined() {
            return joined;
        }

        /**
         * Waits until there is room for the flight.
         *
         * @return null where it has begun; else what to say: there was no room, or the client has gone away
         */
        Finding.@Nullable Failed boarded() throws InterruptedException {
            return flight.departed(patience, gone(client)) ? null : full;
        }

        @Override
        public void close() {
            if (ticket != null) {
                ticket.withdraw();
            }
            leave(key, flight);
        }
    }

    /** How many answers may be completed at once, each for ten seconds at most. */
    private static final int COMPLETING = 32;

    private final ConcurrentMap<FlightKey, Flight> underway = new ConcurrentHashMap<>();
    private final AtomicInteger flying = new AtomicInteger();
    private final Semaphore completing = new Semaphore(COMPLETING);
    private final Engine.Parts parts;
    private final Fetcher fetcher;
    private final Admission admission;
    private final Duration patience;
    private final Finding.Failed full;
    private final OutageLimiter outages;
    private final CpuLimiter cores = CpuLimiter.ofThisMachine();

    Flights(Engine.Parts parts, Fetcher fetcher, Engine.Room room) {
        this.parts = parts;
        this.fetcher = fetcher;
        this.admission = new Admission(room.flights());
        this.patience = room.patience();
        this.full = new Finding.Failed(
                "this server fetches as much as it can at once, and for " + patience.toSeconds()
                        + " s others were before this in line: ask again",
                RETRY_AFTER,
                List.of());
        this.outages = new OutageLimiter(parts.retries(), parts.events(), parts.steady());
    }

    /** How many are under way. */
    int count() {
        return flying.get();
    }

    /** How many requests wait for room. */
    int waiting() {
        return admission.waiting();
    }

    /** Takes a seat in the flight for {@code resource}, which begins when there is room, whatever is held by then. */
    Seat join(Resource resource, @Nullable Entry held, Caller caller) {
        return join(resource, held, caller, () -> false);
    }

    /**
     * Takes a seat in the flight for {@code resource}, which begins when there is room, where none is under way.
     *
     * @param stored whether the flight that had not landed when the caller looked has been stored since: then there is nothing
     *     to fetch any more
     */
    Seat join(Resource resource, @Nullable Entry held, Caller caller, BooleanSupplier stored) {
        Boarded boarded = board(resource, held, caller, stored);
        Flight flight = boarded.flight();
        Client client = caller.client();
        return new Seat(resource.flight(), boarded, client, ticket(client, flight, flight::depart));
    }

    /** Fetches {@code resource} for nobody in particular, once no client wants the room. */
    void refresh(Resource resource) {
        FlightKey key = resource.flight();
        Flight flight = board(resource, null, Caller.BACKGROUND, () -> false).flight();
        if (flight.queueBehind()) {
            Admission.Departure departure = over -> {
                boolean begun = flight.depart(over);
                flight.leaveBehind();
                giveUp(key, flight);
                return begun;
            };
            if (admission.enterBehind(departure) == null) {
                flight.leaveBehind();
            }
        }
        leave(key, flight);
    }

    /** Does {@code work} as if it were one flight: what it gets needs no room besides. */
    Answer within(Client client, Fetcher.Work work) throws InterruptedException {
        AtomicReference<Runnable> over = new AtomicReference<>(() -> {});
        Flight turn = new Flight((_, _) -> {});
        turn.board();
        Admission.Ticket ticket = ticket(client, turn, end -> {
            over.set(end);
            return turn.depart(end);
        });
        try {
            return turn.departed(patience, gone(client))
                    ? work.run()
                    : new Answer.Trouble(full.why(), full.retryAfter(), full.said(), false);
        } finally {
            if (ticket != null) {
                ticket.withdraw();
            }
            turn.leave();
            if (!turn.abandoned()) {
                Objects.requireNonNull(over.get()).run();
            }
        }
    }

    private static Cancellation gone(Client client) {
        // One that lasts would collect what is to be run on it.
        return client instanceof Client.Remote remote ? remote.gone() : new Cancellation();
    }

    private record Boarded(Flight flight, boolean joined) {}

    private Boarded board(Resource resource, @Nullable Entry held, Caller caller, BooleanSupplier stored) {
        FlightKey key = resource.flight();
        Flight fresh = new Flight((flight, over) -> start(key, resource, held, caller, stored, flight, over));
        fresh.board();
        for (Flight before; (before = underway.putIfAbsent(key, fresh)) != null; ) {
            if (before.board()) {
                return new Boarded(before, true);
            }
            underway.remove(key, before);
        }
        return new Boarded(fresh, false);
    }

    private Admission.@Nullable Ticket ticket(Client client, Flight flight, Admission.Departure departure) {
        if (flight.hasDeparted()) {
            return null;
        }
        return switch (client) {
            case Client.Flying _ -> {
                departure.begin(() -> {});
                yield null;
            }
            case Client.Server _ -> admission.enterBehind(departure);
            case Client.Remote remote -> admission.enter(remote.line(), departure);
        };
    }

    private void leave(FlightKey key, Flight flight) {
        flight.leave();
        giveUp(key, flight);
    }

    private void giveUp(FlightKey key, Flight flight) {
        if (flight.abandoned()) {
            underway.remove(key, flight);
            flight.clear();
        }
    }

    private void start(
            FlightKey key,
            Resource resource,
            @Nullable Entry held,
            Caller caller,
            BooleanSupplier stored,
            Flight flight,
            Runnable over) {
        Pilot pilot = new Pilot(resource, held, caller, flight, parts, outages, cores, fetcher, stored);
        flying.incrementAndGet();
        Thread.ofVirtual().name("flight " + key).start(() -> {
            try {
                pilot.fly();
            } finally {
                flight.close();
                pilot.clear();
                underway.remove(key, flight);
                flight.clear();
                flying.decrementAndGet();
                over.run();
            }
            complete(pilot, resource);
        });
    }

    /** Behind the answer, and with no room of it: what others may add. While many do so it is left to the next fetch. */
    private void complete(Pilot pilot, Resource resource) {
        if (!completing.tryAcquire()) {
            return;
        }
        try {
            pilot.complete();
        } catch (InterruptedException | RuntimeException e) {
            parts.events()
                    .publish(new Event.Alarm(
                            resource.key().toString(), "asking the others behind the answer failed inside: " + e, e));
        } finally {
            completing.release();
        }
    }

    /** Takes a seat in the flight for {@code resource} that is under way; null where there is none. */
    @Nullable
    Seat board(Resource resource) {
        Flight flight = underway.get(resource.flight());
        return flight != null && flight.board()
                ? new Seat(resource.flight(), new Boarded(flight, true), Client.FLIGHT, null)
                : null;
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
