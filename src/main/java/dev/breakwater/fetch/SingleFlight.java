package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.store.Key;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch at a time for each resource, shared by all its requests, and lines for those that wait for room.
 *
 * <p><b>Who owns what.</b> A {@link Flight} is what the requests share: the result, the arriving content, and how many still
 * need it. The {@link FlightTask} that leads it has its own virtual thread and belongs to no request, so a client that hangs
 * up cancels nothing. A request holds a {@link Waiter} while it waits; by it the flight knows that its content is still to be
 * taken.
 *
 * <p><b>Life of a flight.</b> The first {@link #join} of a key puts a flight into the map and takes a place in line at the
 * {@link Admission}; the next ones find it there. Room starts it (a fetch that another fetch needs starts at once). Its task
 * publishes the result, and only then stores the content, so no client waits for fsync, and the flight stays in the map
 * meanwhile: a request that arrives now takes the bytes from the flight instead of fetching them again. When the store has
 * them, the flight waits until all waiters have taken theirs, refuses new ones ({@link Flight#close}), and leaves the map. One
 * that never started and that no request needs any more leaves it at once ({@link Flight#abandon}).
 *
 * <p><b>Races.</b> {@code retain} fails on a flight that is closed or abandoned. The joiner removes such a flight and tries
 * again, so it never gets one whose content is gone. Removing compares the flight, so none removes its successor.
 *
 * <p><b>Why not a map of futures.</b> {@code computeIfAbsent} of a future that removes itself is twenty lines, and right if
 * the store holds the result once the future is done. Here it may not: some results must not be stored, a full disk can't take
 * them, and none is stored before it is published. So a flight counts its waiters, as a file counts its holders.
 */
final class SingleFlight {
    /** The task of one flight, on its own thread. */
    interface FlightTask {
        /** Fetches, completes the flight and stores the content. Whatever happens, the flight is completed. */
        void run();

        /** Closes what it holds open, once no waiter needs it. */
        void close();

        /** Behind the answer, without a place of its own: asks origins that may add to it. */
        void complete() throws InterruptedException;

        /** Releases what completing needed. Called last, whatever happened, completed or not. */
        void end();
    }

    /** Creates tasks. */
    interface Tasks {
        /** For {@code request}, to complete {@code flight}; {@code prefetch} takes the probable next requests. */
        FlightTask of(FetchRequest request, Flight flight, Consumer<Resource> prefetch);
    }

    /** A request's claim on a flight, to be closed; {@code joined} says that another request began it. */
    final class Waiter implements AutoCloseable {
        private final FlightKey key;
        private final Flight flight;
        private final boolean joined;
        private final Client client;
        private final Admission.@Nullable Ticket ticket;

        private Waiter(FlightKey key, Joined flight, Client client, Admission.@Nullable Ticket ticket) {
            this.key = key;
            this.flight = flight.flight();
            this.joined = flight.joined();
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
         * @return null if it has begun; else the answer: there was no room, or the client has gone away
         */
        FetchResult.@Nullable Failed awaitRoom() throws InterruptedException {
            return flight.awaitStart(patience, gone(client)) ? null : full;
        }

        @Override
        public void close() {
            if (ticket != null) {
                ticket.withdraw();
            }
            release(key, flight);
        }
    }

    private record Joined(Flight flight, boolean joined) {}

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** How many answers may be completed at once, each for ten seconds at most. */
    private static final int COMPLETING = 32;

    private final ConcurrentMap<FlightKey, Flight> underway = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Semaphore completing = new Semaphore(COMPLETING);
    private final Tasks tasks;
    private final Admission admission;
    private final Duration patience;
    private final Events events;
    private final InstantSource clock;
    private final FetchResult.Failed full;

    /** With the room of {@code admission}, for which a client waits for {@code patience} at most. */
    SingleFlight(Tasks tasks, Admission admission, Duration patience, Events events, InstantSource clock) {
        this.tasks = tasks;
        this.admission = admission;
        this.patience = patience;
        this.events = events;
        this.clock = clock;
        this.full = new FetchResult.Failed(
                "this server is at its limit of concurrent fetches, and in " + patience.toSeconds()
                        + " s this request did not get its turn: retry later",
                RETRY_AFTER,
                List.of());
    }

    /** How many are under way. */
    int count() {
        return running.get();
    }

    /** How many requests wait for room. */
    int waiting() {
        return admission.waiting();
    }

    /** Joins the flight for the request, or starts one when there is room. */
    Waiter join(FetchRequest request) {
        Joined joined = joined(request);
        Flight flight = joined.flight();
        Client client = request.caller().client();
        return new Waiter(request.resource().flight(), joined, client, ticket(client, flight, flight::start));
    }

    /** Joins the flight for {@code resource} that is under way; null if there is none. */
    @Nullable
    Waiter joinUnderway(Resource resource) {
        Flight flight = underway.get(resource.flight());
        return flight != null && flight.retain()
                ? new Waiter(resource.flight(), new Joined(flight, true), Client.FLIGHT, null)
                : null;
    }

    /** Fetches {@code resource} for no client in particular, once no client needs the room. */
    void refresh(Resource resource) {
        FlightKey key = resource.flight();
        Flight flight =
                joined(new FetchRequest(resource, null, Caller.BACKGROUND)).flight();
        if (flight.queueBehind()) {
            Admission.Departure departure = over -> {
                boolean begun = flight.start(over);
                flight.leaveBehind();
                abandon(key, flight);
                return begun;
            };
            if (admission.enterBehind(departure) == null) {
                flight.leaveBehind();
            }
        }
        release(key, flight);
    }

    /** Runs {@code work} as one flight: its own fetches need no further room. */
    Answer within(Client client, Fetcher.Work work) throws InterruptedException {
        AtomicReference<Runnable> over = new AtomicReference<>(() -> {});
        Flight turn = new Flight((_, _) -> {});
        turn.retain();
        Admission.Ticket ticket = ticket(client, turn, end -> {
            over.set(end);
            return turn.start(end);
        });
        try {
            return turn.awaitStart(patience, gone(client))
                    ? work.run()
                    : new Answer.Trouble(full.why(), full.retryAfter(), full.said(), false);
        } finally {
            if (ticket != null) {
                ticket.withdraw();
            }
            turn.release();
            if (!turn.abandon()) {
                Objects.requireNonNull(over.get()).run();
            }
        }
    }

    private static Cancellation gone(Client client) {
        // A long-lived cancellation would collect actions.
        return client instanceof Client.Remote remote ? remote.gone() : new Cancellation();
    }

    private Joined joined(FetchRequest request) {
        FlightKey key = request.resource().flight();
        Flight known = underway.get(key);
        if (known != null && known.retain()) {
            return new Joined(known, true);
        }
        Flight fresh = new Flight((flight, over) -> start(key, request, flight, over));
        fresh.retain();
        for (Flight before; (before = underway.putIfAbsent(key, fresh)) != null; ) {
            if (before.retain()) {
                return new Joined(before, true);
            }
            underway.remove(key, before);
        }
        return new Joined(fresh, false);
    }

    private Admission.@Nullable Ticket ticket(Client client, Flight flight, Admission.Departure departure) {
        if (flight.isStarted()) {
            return null;
        }
        return switch (client) {
            case Client.Flying _ -> {
                departure.begin(() -> {});
                yield null;
            }
            case Client.OwnServer _ -> admission.enterBehind(departure);
            case Client.Remote remote -> admission.enter(remote.line(), departure);
        };
    }

    private void release(FlightKey key, Flight flight) {
        flight.release();
        abandon(key, flight);
    }

    private void abandon(FlightKey key, Flight flight) {
        if (flight.abandon()) {
            underway.remove(key, flight);
            flight.finish();
        }
    }

    private void start(FlightKey key, FetchRequest request, Flight flight, Runnable over) {
        FlightTask task = tasks.of(request, flight, this::refresh);
        running.incrementAndGet();
        Thread.ofVirtual().name(key.toString()).start(() -> {
            try {
                lead(task, key, flight, over);
                complete(task, key);
            } finally {
                task.end();
            }
        });
    }

    private void lead(FlightTask task, FlightKey key, Flight flight, Runnable over) {
        try {
            task.run();
        } finally {
            flight.close();
            task.close();
            underway.remove(key, flight);
            flight.finish();
            running.decrementAndGet();
            over.run();
        }
    }

    /** If too many answers are being completed, this one is left to the next fetch. */
    private void complete(FlightTask task, FlightKey key) {
        if (!completing.tryAcquire()) {
            return;
        }
        try {
            task.complete();
        } catch (InterruptedException | RuntimeException e) {
            events.publish(new Event.Alarm(
                    key.toString(), "asking the others behind the answer failed inside this server: " + e, e));
        } finally {
            completing.release();
        }
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
        Instant until = clock.instant().plus(limit);
        for (Flight flight : flights) {
            Duration left = Duration.between(clock.instant(), until);
            if (left.isNegative() || !flight.awaitFinish(left)) {
                return;
            }
        }
    }
}
