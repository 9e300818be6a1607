package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.FetchResult.Fetched;
import dev.breakwater.fetch.FetchResult.Grade;
import dev.breakwater.store.Staged;
import dev.breakwater.upstream.Traffic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The task of one flight: fetches from the origins, answers the waiting requests as soon as there is a verdict, and then
 * stores the content. So no client waits for the commit's fsyncs, and the flight stays joinable until the store has it.
 */
final class FetchTask implements SingleFlight.FlightTask {
    /** Stands for an upstream's name if none was asked. */
    static final String STORED = CacheInfo.NO_UPSTREAM;

    /** Creates the tasks of one server. */
    record Maker(
            UpstreamFetcher upstreams, OutageLimiter outages, ResultStore store, Events events, InstantSource clock)
            implements SingleFlight.Tasks {
        @Override
        public SingleFlight.FlightTask of(FetchRequest request, Flight flight, Consumer<Resource> prefetch) {
            return new FetchTask(this, request, flight, prefetch);
        }
    }

    private final UpstreamFetcher upstreams;
    private final OutageLimiter outages;
    private final ResultStore store;
    private final Events events;
    private final InstantSource clock;
    private final Flight flight;
    private final Consumer<Resource> prefetch;
    private final Instant began;
    private FetchRequest request;
    private @Nullable Staged staged;
    private @Nullable FetchedContent content;
    /** The origins that must agree. */
    private @Nullable Quorum quorum;
    /** Whether they agree, so that others of their tiers can be asked behind the answer. */
    private boolean agreed;
    /** When the content was stored, or the stored entry was found to be current; null if neither. */
    private @Nullable Instant kept;

    private FetchTask(Maker maker, FetchRequest request, Flight flight, Consumer<Resource> prefetch) {
        this.upstreams = maker.upstreams;
        this.outages = maker.outages;
        this.store = maker.store;
        this.events = maker.events;
        this.clock = maker.clock;
        this.flight = flight;
        this.prefetch = prefetch;
        this.began = clock.instant();
        this.request = request;
    }

    @Override
    public void run() {
        try {
            if (request.stored().getAsBoolean()) {
                flight.complete(new FetchResult.Unchanged(STORED, RescuedBy.NOTHING));
                return;
            }
            request = store.withHeld(request);
            if (request.resource().recipe() instanceof Recipe.Derived) {
                ask(); // the fetch of its source decides which origins to ask
                return;
            }
            request = upstreams.begin(request);
            if (upstreams.promising(request)) {
                prefetch();
                ask();
                return;
            }
            FetchResult.Failed heard = outages.shortCircuit(
                    request.resource().recipe().origins(), traffic(), () -> upstreams.anyHealthy(request));
            if (heard == null) {
                attempt();
            } else {
                flight.complete(heard);
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            events.publish(new Event.Alarm(key(), "the fetch failed inside this server: " + e, e));
            abort("internal error: see this server's log");
        }
    }

    private String key() {
        return request.resource().key().toString();
    }

    private Traffic traffic() {
        return request.resource().kind().traffic();
    }

    private void prefetch() {
        for (Resource next : request.resource().prefetch().get()) {
            if (!upstreams.isOffline() && !store.holds(next.key())) {
                if (next.recipe() instanceof Recipe.Pointed pointed) {
                    pointed.pointer().refresh();
                } else {
                    prefetch.accept(next);
                }
            }
        }
    }

    /** Asks although no origin is healthy, or was a moment ago. */
    private void attempt() throws IOException, InterruptedException {
        FetchResult result = null;
        try {
            result = ask();
        } finally {
            outages.record(request.resource().recipe().origins(), traffic(), result);
        }
    }

    /** Asks the origins, answers the requests and stores the content. */
    private FetchResult ask() throws IOException, InterruptedException {
        Staged into = store.stage();
        staged = into;
        FetchResult found = fetch(into);
        FetchResult result = found instanceof FetchResult.NotFound absent ? derive(into, absent) : found;
        kept = store.tellAndKeep(() -> tell(result, into), request, result, into);
        return result;
    }

    private FetchResult fetch(Staged into) throws InterruptedException, IOException {
        return switch (request.resource().recipe()) {
            case Recipe.One one -> {
                ContentAssembler assembler = upstreams.assembler(one, into);
                flight.arriving(into, assembler);
                yield upstreams.firstVerified(request, assembler).run();
            }
            case Recipe.Agreed recipe -> {
                Quorum asked = upstreams.quorum(request, recipe.agreement(), into, store);
                quorum = asked;
                FetchResult result = asked.run();
                agreed = result instanceof Fetched || result instanceof FetchResult.Unchanged;
                yield result;
            }
            case Recipe.Derived derived -> new FormMaker(derived, request, into).run();
            case Recipe.Pointed _ -> throw new IllegalStateException("the engine follows pointers: " + key());
        };
    }

    /** No origin has it, but perhaps it can be made. */
    private FetchResult derive(Staged into, FetchResult.NotFound absent) throws IOException, InterruptedException {
        return switch (request.resource().ifAbsent().make()) {
            case Derivation.DerivedContent(byte[] bytes, boolean provisional) ->
                made(into, bytes, Grade.of(!provisional), RescuedBy.NOTHING);
            case Derivation.Outdated(byte[] bytes) -> made(into, bytes, Grade.OUTDATED, RescuedBy.STALE);
            case Derivation.Never _, Derivation.Nothing _ -> absent;
        };
    }

    private static FetchResult made(Staged into, byte[] bytes, Grade grade, RescuedBy spared) throws IOException {
        into.restart();
        into.write(ByteBuffer.wrap(bytes));
        return new Fetched(STORED, "made here", grade, Map.of(), spared, new FetchedContent(into));
    }

    private void tell(FetchResult result, Staged into) throws IOException {
        if (result instanceof Fetched fetched) {
            content = fetched.content();
            fetched.content().open(began, clock.instant());
        } else {
            into.fail("it did not arrive");
        }
        flight.complete(result);
    }

    private void abort(String why) {
        Staged into = staged;
        if (into != null) {
            into.fail(why);
        }
        flight.complete(new FetchResult.Failed(why, Duration.ofSeconds(5), List.of()));
    }

    /**
     * Asks the remaining origins behind the answer: they may have what the first ones lack, so that the next answer is
     * complete.
     */
    @Override
    public void complete() throws InterruptedException {
        Quorum asked = quorum;
        Resource resource = request.resource();
        boolean changes = traffic() == Traffic.METADATA && !resource.freshness().immutable();
        if (asked == null
                || !agreed
                || !changes
                || !resource.policy().kept()
                || asked.unheard().isEmpty()) {
            return;
        }
        try (Staged again = store.stage()) {
            FetchResult whole = asked.complete(again);
            if (whole != null && !store.keptLater(resource.key(), kept)) {
                again.complete();
                store.keep(request, whole, again);
            }
        } catch (IOException e) {
            store.alarm(resource.key(), e);
        }
    }

    @Override
    public void close() {
        FetchedContent open = content;
        if (open != null) {
            open.close();
        }
        Staged into = staged;
        if (into != null) {
            into.close();
        }
    }

    @Override
    public void end() {
        Quorum asked = quorum;
        if (asked != null) {
            asked.close();
        }
    }
}
