package dev.breakwater.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.store.Entry;
import dev.breakwater.store.EntryGone;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine: looks at what is held, decides by {@link Plan}, and where something is to be fetched joins or leads the
 * {@link Flight} of its key. Read {@link #get} first; the flight's own way is in {@link Pilot}.
 */
public final class Engine implements Fetcher {
    /** How long a revalidation may keep a client waiting before it is given what is held. */
    private static final Duration REVALIDATION = Duration.ofMillis(500);

    /** How often it is looked meanwhile whether that still makes sense. */
    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * What the engine works with.
     *
     * @param hedges what may be asked because somebody is slow
     * @param retries what may be asked of somebody who has just failed
     * @param clock what time it is, for what is kept
     * @param steady a clock that never jumps, for how long things take
     * @param committed told the key of whatever has just changed in the store
     * @param offline whether no origin may be asked at all
     * @param uncommitted a permit for each answer that has been told and is not stored yet; a disk that is slower than the
     *     network slows down what is fetched once they are gone, since each of these holds files open
     */
    public record Parts(
            Store store,
            Selector selector,
            Health health,
            Budget hedges,
            Budget retries,
            Events events,
            InstantSource clock,
            InstantSource steady,
            Consumer<Key> committed,
            BooleanSupplier offline,
            Semaphore uncommitted) {}

    /**
     * How much is fetched at once.
     *
     * @param flights fetches at once, beside what these need to go on
     * @param patience how long a client waits for room
     */
    public record Room(int flights, Duration patience) {}

    private static final Finding.Failed OUT =
            new Finding.Failed("every upstream is out", Duration.ofSeconds(5), List.of());

    private final Parts parts;
    private final Answers answers;

    /** How long the word of one witness alone is believed, that something does not exist: clients ask a refusal twice. */
    private static final Duration DOUBT = Duration.ofSeconds(2);

    private record Doubt(Finding.Nobody nobody, Instant since) {}

    /** What one witness alone said does not exist. Beyond its time it is still told of what is kept, and asked again behind it. */
    private final Cache<Key, Doubt> doubts = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(60))
            .build();

    /** How long a thing that is broken in itself is not asked for again. */
    static final Duration UNUSABLE = Duration.ofSeconds(60);

    /** What is broken in itself, and how. */
    private final Cache<FlightKey, Finding.Unusable> unusable =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(UNUSABLE).build();

    private final Flights flights;

    /** Puts it together; nothing runs until something is asked for. */
    public Engine(Parts parts, Room room) {
        this.parts = parts;
        this.answers = new Answers(parts.clock());
        this.flights = new Flights(parts, this, room);
    }

    @Override
    public Answer get(Resource resource, Caller caller) throws InterruptedException {
        try {
            try {
                return answer(resource, caller);
            } catch (EntryGone e) {
                // found, and replaced or collected before it was opened: what stands now is the answer
                return answer(resource, caller);
            }
        } catch (IOException e) {
            parts.events()
                    .publish(new Event.Alarm("store", "cannot read " + resource.key() + ": " + e.getMessage(), e));
            return answers.storeTrouble(resource);
        }
    }

    private Answer answer(Resource resource, Caller caller) throws IOException, InterruptedException {
        boolean silent = caller.storeOnly() || parts.offline().getAsBoolean();
        // before the store is looked at: a flight that is over by now has stored what it brought
        Answer justLanded = silent ? justLanded(resource) : null;
        if (justLanded != null) {
            return justLanded;
        }
        Entry held = parts.store().find(resource.key()).orElse(null);
        return switch (plan(resource, held, silent)) {
            case SERVE ->
                silent ? unasked(resource, held, caller) : known(resource, held, CacheStatus.HIT, RescuedBy.NOTHING);
            case SERVE_AND_REFRESH -> {
                refresh(resource);
                yield known(resource, held, CacheStatus.HIT, RescuedBy.NOTHING);
            }
            case NOTHING -> caller.storeOnly() ? onlyHeld(resource, caller) : unasked(resource, null, caller);
            case REVALIDATE -> revalidated(resource, held, caller);
            case FETCH -> fetched(resource, held, caller);
        };
    }

    /** What a flight has landed counts as held until it is stored; null where there is no such flight. */
    private @Nullable Answer justLanded(Resource resource) throws InterruptedException {
        try (Flights.Seat seat = flights.board(resource)) {
            Flight.Landing landing = seat == null ? null : seat.flight().await(Duration.ZERO);
            return landing != null && landing.finding() instanceof Finding.Landed landed
                    ? answers.cargo(resource, landed, landing, true)
                    : null;
        }
    }

    /** What nobody is to fetch: a peer may hold it. Where nobody does it is absent for this client, and for no other. */
    private Answer onlyHeld(Resource resource, Caller caller) throws IOException, InterruptedException {
        Tiers peers = resource.recipe().origins().peers();
        if (!parts.offline().getAsBoolean() && !peers.tiers().isEmpty()) {
            Resource asked = resource.heldBy(peers);
            try (Flights.Seat seat = flights.join(asked, null, caller)) {
                Flight.Landing landing = seat.boarded() == null ? seat.flight().await() : null;
                if (landing != null && landing.finding() instanceof Finding.Landed landed) {
                    return answers.cargo(asked, landed, landing, seat.joined());
                }
            }
        }
        Answer answer = unasked(resource, null, caller);
        return answer instanceof Answer.Trouble trouble ? answers.notHeld(resource, trouble) : answer;
    }

    /** Nobody is to be asked, as somebody wants it: that spares nobody anything. */
    private Answer unasked(Resource resource, @Nullable Entry held, Caller caller)
            throws IOException, InterruptedException {
        String why = caller.storeOnly() ? "it is not held here, and only that was asked for" : "this server is offline";
        Finding.Failed silence = new Finding.Failed(why, Duration.ofSeconds(60), List.of());
        return dark(resource, held, silence, RescuedBy.NOTHING);
    }

    @Override
    public Answer within(Client client, Work work) throws InterruptedException {
        return flights.within(client, work);
    }

    @Override
    public void refresh(Resource resource) {
        if (!parts.offline().getAsBoolean()) {
            flights.refresh(resource);
        }
    }

    @Override
    public void settle(Key key, Duration limit) throws InterruptedException {
        flights.settle(key, limit);
    }

    /** Waits, for at most {@code limit}, until what is under way has arrived and is stored. */
    public void settle(Duration limit) throws InterruptedException {
        flights.settle(limit);
    }

    /** How many fetches are under way; whatever waits for one of them is not counted. */
    public int underway() {
        return flights.count();
    }

    /** How many requests wait for room for the fetch that they want. */
    public int waiting() {
        return flights.waiting();
    }

    private Answer revalidated(Resource resource, @Nullable Entry held, Caller caller)
            throws IOException, InterruptedException {
        if (hopeless(resource) && !tooOld(resource, held)) {
            refresh(resource);
            return dark(resource, held, OUT, RescuedBy.STALE);
        }
        try (Flights.Seat seat = flights.join(resource, held, caller, () -> stored(resource, held))) {
            Flight.Landing landing = soon(resource, seat.flight());
            if (landing != null) {
                return landed(resource, held, seat, landing);
            }
            refresh(resource);
            return known(resource, held, CacheStatus.STALE, RescuedBy.STALE);
        }
    }

    /** Waits a moment, but not once everybody is late: then it is not one slow answer that is waited for. */
    private Flight.@Nullable Landing soon(Resource resource, Flight flight) throws InterruptedException {
        Instant until = parts.steady().instant().plus(REVALIDATION);
        while (true) {
            Flight.Landing landing = flight.await(silent(resource) ? Duration.ZERO : LOOK);
            if (landing != null || silent(resource) || !parts.steady().instant().isBefore(until)) {
                return landing;
            }
        }
    }

    /** Whether nobody is left who is thought well of: then waiting brings nothing. */
    private boolean hopeless(Resource resource) {
        return healthy(resource).isEmpty();
    }

    /** Whether all who are thought well of are late with something, and have answered nothing since. */
    private boolean silent(Resource resource) {
        Traffic traffic = resource.kind().traffic();
        return healthy(resource).stream().allMatch(origin -> parts.health().silent(origin, traffic));
    }

    private List<Origin> healthy(Resource resource) {
        return parts.selector()
                .healthy(resource.recipe().origins(), resource.kind().traffic());
    }

    private Answer fetched(Resource resource, @Nullable Entry held, Caller caller)
            throws IOException, InterruptedException {
        Finding.Unusable known = unusable.getIfPresent(resource.flight());
        if (known != null) {
            return unusable(resource, held, known);
        }
        Doubt doubt = doubts.getIfPresent(resource.key());
        boolean fresh = doubt != null
                && !doubt.since().plus(DOUBT).isBefore(parts.steady().instant());
        // asking behind the answer changes nothing for what is not kept
        if (doubt != null && (fresh || resource.policy().kept())) {
            if (!fresh) {
                refresh(resource);
            }
            return answers.absent(resource, doubt.nobody());
        }
        try (Flights.Seat seat = flights.join(resource, held, caller, () -> stored(resource, held))) {
            Finding.Failed full = seat.boarded();
            if (full != null) {
                // Nothing is concluded from what is not held: nobody has been asked.
                return answers.trouble(resource, full);
            }
            Flight.Landing landing = seat.flight().await(resource.policy().patience());
            if (landing == null) {
                Withheld tail = seat.flight().follow();
                if (tail != null) {
                    return answers.growing(resource, tail, seat.joined());
                }
                landing = seat.flight().await();
            }
            return landed(resource, held, seat, landing);
        }
    }

    /**
     * Whether something that is current has been stored since {@code held} was all there was: between the look into the store and
     * the seat in a flight another flight may have ended, and what it brought would be fetched twice.
     */
    private boolean stored(Resource resource, @Nullable Entry held) {
        try {
            Entry now = parts.store().find(resource.key()).orElse(null);
            return now != null
                    && (held == null || now.validated().isAfter(held.validated()))
                    && plan(resource, now, false) == Plan.SERVE;
        } catch (IOException e) {
            // whoever asks is told by what it does next
            return false;
        }
    }

    private Plan plan(Resource resource, @Nullable Entry held, boolean silent) {
        Plan.Holding holding =
                held == null ? null : new Plan.Holding(held.meta().standing(), held.validated());
        return Plan.of(holding, resource.freshness(), parts.clock().instant(), silent);
    }

    private Answer landed(Resource resource, @Nullable Entry held, Flights.Seat seat, Flight.Landing landing)
            throws IOException, InterruptedException {
        return switch (landing.finding()) {
            case Finding.Landed l -> answers.cargo(resource, l, landing, seat.joined());
            case Finding.Unchanged u -> {
                CacheStatus how = u.upstream().equals(Pilot.STORED) ? CacheStatus.JOINED : CacheStatus.REVALIDATED;
                yield known(resource, parts.store().find(resource.key()).orElse(held), how, u.spared());
            }
            case Finding.Nobody n -> {
                if (!n.witnessed() && !n.pages()) {
                    doubts.put(resource.key(), new Doubt(n, parts.steady().instant()));
                }
                yield answers.absent(resource, n);
            }
            case Finding.Unusable u -> {
                unusable.put(resource.flight(), u);
                yield unusable(resource, held, u);
            }
            case Finding.Failed f ->
                tooOld(resource, held) ? answers.trouble(resource, f) : dark(resource, held, f, RescuedBy.STALE);
        };
    }

    /** What is held is better than what is broken. */
    private Answer unusable(Resource resource, @Nullable Entry held, Finding.Unusable broken)
            throws IOException, InterruptedException {
        boolean kept = held != null && held.meta().standing() != Standing.ABSENT && !tooOld(resource, held);
        return kept
                ? dark(resource, held, new Finding.Failed(broken.why(), UNUSABLE, broken.said(), true), RescuedBy.STALE)
                : answers.unusable(resource, broken);
    }

    /** Whether what is held is older than the operator lets anything be served, trouble or not. */
    private boolean tooOld(Resource resource, @Nullable Entry held) {
        Duration current = resource.freshness().limit();
        Duration longer = resource.policy().staleIfError();
        return held != null
                && current != null
                && longer != null
                && held.validated()
                        .plus(current)
                        .plus(longer)
                        .isBefore(parts.clock().instant());
    }

    /** Nobody answers: what can be made from what is held comes first, since it names nothing that cannot be had. */
    private Answer dark(Resource resource, @Nullable Entry held, Finding.Failed failed, RescuedBy spared)
            throws IOException, InterruptedException {
        if (held != null
                && held.meta().standing() == Standing.CONFIRMED
                && resource.freshness().immutable()) {
            return known(resource, held, CacheStatus.HIT, RescuedBy.NOTHING);
        }
        return switch (resource.offlineFallback().make()) {
            case Derivation.Made(byte[] bytes, boolean _) -> answers.made(resource, bytes, spared);
            case Derivation.Outdated(byte[] bytes) -> answers.made(resource, bytes, spared);
            case Derivation.Never(String why)
            when held == null ->
                new Answer.Absent(why, Duration.ZERO, resource.policy().confidential());
            case Derivation.Never n -> known(resource, held, CacheStatus.STALE, spared);
            case Derivation.Nothing n when held == null -> answers.trouble(resource, failed);
            case Derivation.Nothing n -> known(resource, held, CacheStatus.STALE, spared);
        };
    }

    private Answer known(Resource resource, @Nullable Entry held, CacheStatus how, RescuedBy spared)
            throws IOException {
        return held == null ? answers.storeTrouble(resource) : answers.held(resource, held, how, spared);
    }
}
