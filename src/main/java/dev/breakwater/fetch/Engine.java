package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.FetchResult.Failed;
import dev.breakwater.store.Entry;
import dev.breakwater.store.EntryGone;
import dev.breakwater.store.Key;
import dev.breakwater.store.Store;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine: looks up the stored entry, decides by {@link Plan}, and if a fetch is needed joins or starts the {@link Flight}
 * of its key. Read {@link #get} first; {@link FetchTask} has what a flight does.
 */
public final class Engine implements Fetcher {
    /** How long a revalidation may delay a client before it gets the stored entry. */
    private static final Duration REVALIDATION = Duration.ofMillis(500);

    /** The most bytes of a pointer. */
    private static final int LONGEST_POINTER = 64 << 10;

    /** The shortest wait: the clocks' precision. */
    private static final Duration TICK = Duration.ofMillis(1);

    /**
     * The limits of concurrent fetches.
     *
     * @param flights concurrent fetches, not counting those that these depend on
     * @param patience how long a client waits for room
     */
    public record Room(int flights, Duration patience) {}

    private static final Failed OUT = new Failed("all upstreams are down", Duration.ofSeconds(5), List.of());

    private final Store store;
    private final UpstreamAccess upstreams;
    private final Clocks clocks;
    private final Events events;
    private final Answers answers;
    private final Fallback fallback;
    private final NegativeCache negatives;
    private final SingleFlight flights;

    /** Creates the engine; nothing runs until the first request. */
    public Engine(EntryStorage storage, UpstreamAccess upstreams, Clocks clocks, Events events, Room room) {
        this.store = storage.store();
        this.upstreams = upstreams;
        this.clocks = clocks;
        this.events = events;
        this.answers = new Answers(clocks.wall());
        this.fallback = new Fallback(answers, clocks.wall());
        this.negatives = new NegativeCache(clocks.steady());
        ExtraRequests extras = new ExtraRequests(upstreams.hedges(), upstreams.retries(), events);
        FetchTask.Maker tasks = new FetchTask.Maker(
                new UpstreamFetcher(upstreams, extras, CpuLimiter.ofThisMachine(), events, clocks.steady()),
                new OutageLimiter(extras, upstreams.health(), clocks.steady()),
                new ResultStore(storage, events, clocks.wall()),
                events,
                clocks.wall());
        this.flights = new SingleFlight(tasks, new Admission(room.flights()), room.patience(), events, clocks.wall());
    }

    @Override
    public Answer get(Resource resource, Caller caller) throws InterruptedException {
        if (resource.recipe() instanceof Recipe.Pointed pointed) {
            return pointed(pointed, caller);
        }
        try {
            try {
                return answer(resource, caller);
            } catch (EntryGone e) {
                // the entry was replaced or removed before it was opened: use the current one
                return answer(resource, caller);
            }
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "can't read " + resource.key() + ": " + e.getMessage(), e));
            return answers.storeTrouble(resource);
        }
    }

    @Override
    public boolean isOffline() {
        return upstreams.isOffline();
    }

    private static Answer pointed(Recipe.Pointed recipe, Caller caller) throws InterruptedException {
        Answer pointer = recipe.pointer().get(caller);
        if (!(pointer instanceof Answer.Held name)) {
            return pointer;
        }
        Answer target =
                recipe.target().of(AnswerBytes.bytes(name, LONGEST_POINTER)).get(caller);
        return target instanceof Answer.Held content ? Answers.pointed(name, content) : target;
    }

    private Answer answer(Resource resource, Caller caller) throws IOException, InterruptedException {
        boolean storeOnly = caller.storeOnly() || upstreams.isOffline();
        // before the store lookup: a flight that is over by now has stored its content
        Answer justFetched = storeOnly ? justFetched(resource) : null;
        if (justFetched != null) {
            return justFetched;
        }
        Entry held = held(resource);
        if (resource.recipe() instanceof Recipe.Derived derived) {
            Entry source = store.find(derived.source().key()).orElse(null);
            if (source != null && !derived.follows(held, source)) {
                return fetched(resource, held, caller); // what is held was made from other content
            }
        }
        return switch (plan(resource, held, storeOnly)) {
            case SERVE ->
                storeOnly
                        ? unasked(resource, held, caller)
                        : fallback.held(resource, held, CacheStatus.HIT, RescuedBy.NOTHING);
            case SERVE_AND_REFRESH -> {
                refresh(resource);
                yield fallback.held(resource, held, CacheStatus.HIT, RescuedBy.NOTHING);
            }
            case NOTHING -> caller.storeOnly() ? onlyHeld(resource, caller) : unasked(resource, null, caller);
            case REVALIDATE -> revalidated(resource, held, caller);
            case FETCH -> fetched(resource, held, caller);
        };
    }

    /** What is held of it, as old as what it was made from; null if nothing is. */
    private @Nullable Entry held(Resource resource) throws IOException {
        Entry held = store.find(resource.key()).orElse(null);
        return held != null && resource.recipe() instanceof Recipe.Derived derived
                ? FormEntry.asOld(held, store.find(derived.source().key()).orElse(null))
                : held;
    }

    /** Content of a flight counts as stored before it is written; null if there is no such flight. */
    private @Nullable Answer justFetched(Resource resource) throws InterruptedException {
        try (SingleFlight.Waiter waiter = flights.joinUnderway(resource)) {
            FetchResult result = waiter == null ? null : waiter.flight().await(Duration.ZERO);
            return result instanceof FetchResult.Fetched fetched ? answers.fetched(resource, fetched, true) : null;
        }
    }

    /** Asks no upstream but peers, which may have it stored. If none does, it is absent for this client only. */
    private Answer onlyHeld(Resource resource, Caller caller) throws IOException, InterruptedException {
        Tiers peers = resource.recipe().origins().peers();
        if (!upstreams.isOffline() && !peers.tiers().isEmpty()) {
            Resource asked = resource.heldBy(peers);
            try (SingleFlight.Waiter waiter = flights.join(new FetchRequest(asked, null, caller))) {
                FetchResult result =
                        waiter.awaitRoom() == null ? waiter.flight().await() : null;
                if (result instanceof FetchResult.Fetched fetched) {
                    return answers.fetched(asked, fetched, waiter.joined());
                }
            }
        }
        Answer answer = unasked(resource, null, caller);
        return answer instanceof Answer.Trouble trouble ? answers.notHeld(resource, trouble) : answer;
    }

    /** Asks no upstream, on request of the client or the operator: that rescues nothing. */
    private Answer unasked(Resource resource, @Nullable Entry held, Caller caller)
            throws IOException, InterruptedException {
        String why = caller.storeOnly()
                ? "it is not cached, and the request is for cached content only"
                : "this server is offline";
        return fallback.answer(resource, held, new Failed(why, Duration.ofSeconds(60), List.of()), RescuedBy.NOTHING);
    }

    @Override
    public Answer within(Client client, Work work) throws InterruptedException {
        return flights.within(client, work);
    }

    @Override
    public void refresh(Resource resource) {
        if (resource.recipe() instanceof Recipe.Pointed pointed) {
            pointed.pointer().refresh();
        } else if (!upstreams.isOffline()) {
            flights.refresh(resource);
        }
    }

    @Override
    public void settle(Key key, Duration limit) throws InterruptedException {
        flights.settle(key, limit);
    }

    /** Waits, for at most {@code limit}, until the flights under way have ended and their content is stored. */
    public void settle(Duration limit) throws InterruptedException {
        flights.settle(limit);
    }

    /** How many fetches are under way, without the requests that wait for them. */
    public int underway() {
        return flights.count();
    }

    /** How many requests wait for room for a fetch. */
    public int waiting() {
        return flights.waiting();
    }

    private Answer revalidated(Resource resource, @Nullable Entry held, Caller caller)
            throws IOException, InterruptedException {
        if (healthy(resource).isEmpty() && !fallback.tooOld(resource, held)) {
            refresh(resource);
            return fallback.answer(resource, held, OUT, RescuedBy.STALE);
        }
        try (SingleFlight.Waiter waiter = flights.join(request(resource, held, caller))) {
            FetchResult result = soon(resource, waiter.flight());
            if (result != null) {
                return ended(resource, held, waiter, result);
            }
            refresh(resource);
            return fallback.held(resource, held, CacheStatus.STALE, RescuedBy.STALE);
        }
    }

    /** Waits a moment, but not once every origin is late: then it is more than one slow answer. */
    private @Nullable FetchResult soon(Resource resource, Flight flight) throws InterruptedException {
        Instant until = clocks.steady().instant().plus(REVALIDATION);
        try (Health.Watch _ = upstreams.health().onChange(flight::wake)) {
            while (true) {
                long wakes = flight.wakes();
                Duration wait = silent(resource) ? Duration.ZERO : untilSilent(resource, until);
                FetchResult result = flight.await(wait, wakes);
                if (result != null
                        || wait.isZero()
                        || !clocks.steady().instant().isBefore(until)) {
                    return result;
                }
            }
        }
    }

    /** The time until every healthy origin may be silent, but not beyond {@code until}. */
    private Duration untilSilent(Resource resource, Instant until) {
        Traffic traffic = resource.kind().traffic();
        Instant last = healthy(resource).stream()
                .map(origin -> upstreams.health().silentAt(origin, traffic))
                .max(Comparator.naturalOrder())
                .orElse(until);
        Instant due = last.isBefore(until) ? last : until;
        Duration left = Duration.between(clocks.steady().instant(), due);
        return left.compareTo(TICK) < 0 ? TICK : left;
    }

    /** Whether all healthy origins are late with something, and have answered nothing since; or none is left. */
    private boolean silent(Resource resource) {
        Traffic traffic = resource.kind().traffic();
        return healthy(resource).stream().allMatch(origin -> upstreams.health().silent(origin, traffic));
    }

    private List<Origin> healthy(Resource resource) {
        return upstreams.healthy(resource.recipe().origins(), resource.kind().traffic());
    }

    private Answer fetched(Resource resource, @Nullable Entry held, Caller caller)
            throws IOException, InterruptedException {
        FetchResult.Unusable broken = negatives.unusable(resource.flight());
        if (broken != null) {
            return fallback.unusable(resource, held, broken);
        }
        NegativeCache.Doubt doubt = negatives.doubt(resource.absence());
        // fetching behind the answer is useless for content that is not stored
        if (doubt != null && (doubt.fresh() || resource.policy().kept())) {
            if (!doubt.fresh()) {
                refresh(resource);
            }
            return answers.absent(resource, doubt.absent());
        }
        try (SingleFlight.Waiter waiter = flights.join(request(resource, held, caller))) {
            Failed full = waiter.awaitRoom();
            if (full != null) {
                // A missing entry proves nothing: no upstream has been asked.
                return answers.trouble(resource, full);
            }
            Flight flight = waiter.flight();
            FetchResult result = flight.await(resource.policy().patience());
            if (result == null) {
                Flight.ArrivingContent arriving = flight.follow(Withheld.WITHHELD);
                if (arriving != null) {
                    Withheld tail = new Withheld(arriving.staged(), arriving.total(), flight::await);
                    return answers.growing(resource, tail, arriving.headers(), waiter.joined());
                }
                result = flight.await();
            }
            return ended(resource, held, waiter, result);
        }
    }

    private FetchRequest request(Resource resource, @Nullable Entry held, Caller caller) {
        return new FetchRequest(resource, held, caller, () -> stored(resource, held));
    }

    /**
     * Whether a current entry has replaced {@code held}: another flight may have ended between the store lookup and the join,
     * and its content would be fetched twice.
     */
    private boolean stored(Resource resource, @Nullable Entry held) {
        try {
            Entry now = held(resource);
            return now != null
                    && (held == null || now.validated().isAfter(held.validated()))
                    && plan(resource, now, false) == Plan.SERVE;
        } catch (IOException e) {
            // the next step answers the client
            return false;
        }
    }

    private Plan plan(Resource resource, @Nullable Entry held, boolean storeOnly) {
        Plan.Holding holding =
                held == null ? null : new Plan.Holding(held.meta().standing(), held.validated());
        return Plan.of(holding, resource.freshness(), clocks.wall().instant(), storeOnly);
    }

    private Answer ended(Resource resource, @Nullable Entry held, SingleFlight.Waiter waiter, FetchResult result)
            throws IOException, InterruptedException {
        return switch (result) {
            case FetchResult.Fetched fetched -> answers.fetched(resource, fetched, waiter.joined());
            case FetchResult.Unchanged same ->
                fallback.unchanged(resource, store.find(resource.key()).orElse(held), same);
            case FetchResult.NotFound absent -> {
                if ((!absent.witnessed() || resource.isAbsentAlone()) && !absent.pages()) {
                    negatives.doubt(resource.absence(), absent);
                }
                yield answers.absent(resource, absent);
            }
            case FetchResult.Unusable broken -> {
                negatives.unusable(resource.flight(), broken);
                yield fallback.unusable(resource, held, broken);
            }
            case Failed failed ->
                fallback.tooOld(resource, held)
                        ? answers.trouble(resource, failed)
                        : fallback.answer(resource, held, failed, RescuedBy.STALE);
        };
    }
}
