package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Flight.Cargo;
import dev.breakwater.fetch.Flight.Landing;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.OpenFile;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Leads one flight: asks the origins, tells those who wait as soon as there is a verdict, and then commits. So the
 * commit's fsyncs are in nobody's way, and the flight stays joinable until the store has it.
 */
final class Pilot {
    /** Up to this size content is handed out from memory. */
    static final int SMALL = 64 * 1024;

    /** Stands in place of an upstream's name where none was asked. */
    static final String STORED = "-";

    private Resource resource;
    private final @Nullable Entry held;
    private final Caller caller;
    private final Flight flight;
    private final Engine.Parts parts;
    private final OutageLimiter outages;
    private final CpuLimiter cores;
    private final Fetcher fetcher;
    private final BooleanSupplier stored;
    private final Instant began;
    private @Nullable Staged staged;
    private @Nullable OpenFile file;
    /** When what this flight brought was kept; null where it was not. */
    private @Nullable Instant kept;

    /** Witnesses that have been heard, and what they said. */
    private record Heard(Witnesses witnesses, Witnesses.Hearing hearing) {}

    private @Nullable Heard witnessed;

    Pilot(
            Resource resource,
            @Nullable Entry held,
            Caller caller,
            Flight flight,
            Engine.Parts parts,
            OutageLimiter outages,
            CpuLimiter cores,
            Fetcher fetcher,
            BooleanSupplier stored) {
        this.resource = resource;
        this.held = held;
        this.caller = caller;
        this.flight = flight;
        this.parts = parts;
        this.outages = outages;
        this.cores = cores;
        this.fetcher = fetcher;
        this.stored = stored;
        this.began = parts.clock().instant();
    }

    /** Flies. Whatever happens, those who wait are told. */
    void fly() {
        try {
            if (stored.getAsBoolean()) {
                Finding there = new Finding.Unchanged(STORED, RescuedBy.NOTHING);
                flight.land(new Landing(there, null, parts.clock().instant(), List.of()));
                return;
            }
            parts.hedges().earn();
            parts.retries().earn();
            boolean reserve = !origins().reserve().origins().isEmpty();
            if (reserve && out()) {
                ReserveUpstreams.tell(origins(), "are out", parts);
                resource = resource.of(origins().withReserve());
                reserve = false;
            }
            if (reserve || anybody()) {
                resource.prefetch().get().forEach(this::prefetch);
                ask();
                return;
            }
            Finding.Failed heard = outages.shortCircuit(origins(), traffic(), this::anybody);
            if (heard == null) {
                attempt();
            } else {
                flight.land(new Landing(heard, null, parts.clock().instant(), List.of()));
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            parts.events().publish(new Event.Alarm(resource.key().toString(), "fetching failed inside: " + e, e));
            abort(new Finding.Failed("this server failed inside; its log says how", Duration.ofSeconds(5), List.of()));
        }
    }

    /** Flies though nobody is thought well of, or was a moment ago. */
    private void attempt() throws IOException, InterruptedException {
        Finding finding = null;
        try {
            finding = ask();
        } finally {
            outages.record(origins(), traffic(), finding);
        }
    }

    /** Asks the origins, lands what they say and keeps it. */
    private Finding ask() throws IOException, InterruptedException {
        Staged into = parts.store().stage();
        staged = into;
        Finding finding = find(into, parts.selector().order(origins(), traffic()));
        if (finding instanceof Finding.Nobody nobody) {
            finding = standIn(into, nobody);
        }
        end(finding, into);
        return finding;
    }

    /**
     * What the witnesses lack others may have: these are asked behind the answer, once it has landed, so that the next one is
     * whole.
     */
    void complete() throws InterruptedException {
        Heard heard = witnessed;
        boolean told = traffic() == Traffic.METADATA && !resource.freshness().immutable();
        if (heard == null || !told || !resource.policy().kept()) {
            return;
        }
        Witnesses.Hearing whole = heard.witnesses().complete(heard.hearing());
        if (whole == null || !(whole.finding() instanceof Finding.Landed landed) || landed.stale()) {
            return;
        }
        try (Staged again = parts.store().stage()) {
            if (outdated()) {
                return;
            }
            again.write(ByteBuffer.wrap(whole.bytes()));
            again.complete();
            commit(landed, again);
        } catch (IOException e) {
            parts.events()
                    .publish(new Event.Alarm("store", "cannot keep " + resource.key() + ": " + e.getMessage(), e));
        }
    }

    /** Whether a later flight has told of it since this one kept what it had. */
    private boolean outdated() throws IOException {
        Instant own = kept;
        Entry now = parts.store().find(resource.key()).orElse(null);
        return own != null && now != null && now.validated().isAfter(own);
    }

    /** Whether every upstream that was chosen is out: one that is only in doubt is asked before a reserve is. */
    private boolean out() {
        return origins().all().stream()
                .allMatch(origin ->
                        parts.health().drained(origin.name()) || parts.health().out(origin, traffic()));
    }

    /** Whether anybody is thought well of. */
    private boolean anybody() {
        return !parts.selector().healthy(origins(), traffic()).isEmpty();
    }

    private Tiers origins() {
        return resource.recipe().origins();
    }

    private Traffic traffic() {
        return resource.kind().traffic();
    }

    /** Tells it, and then keeps it. Whoever waits for a permit here holds none, and nobody who holds one waits for a flight. */
    private void end(Finding finding, Staged into) throws IOException, InterruptedException {
        if (!resource.policy().kept()) {
            land(finding, into);
            return;
        }
        parts.uncommitted().acquire();
        try {
            land(finding, into);
            commit(finding, into);
        } finally {
            parts.uncommitted().release();
        }
    }

    private void abort(Finding.Failed failed) {
        Staged into = staged;
        if (into != null) {
            into.fail(failed.why());
        }
        flight.land(new Landing(failed, null, parts.clock().instant(), List.of()));
    }

    private void prefetch(Resource next) {
        try {
            if (parts.store().find(next.key()).isEmpty()) {
                fetcher.refresh(next);
            }
        } catch (IOException e) {
            parts.events().publish(new Event.Alarm("store", "cannot read " + next.key(), e));
        }
    }

    private Finding find(Staged into, Selector.Order order) throws InterruptedException, IOException {
        return switch (resource.recipe()) {
            case Recipe.One one -> {
                Check check = one.verifier().start();
                ContentAssembler spool =
                        new ContentAssembler(into, check, one.verifier().largest(), cores);
                flight.arriving(into, spool);
                yield new Walk(resource, one, order, caller, spool, parts).run();
            }
            case Recipe.Agreed agreed -> {
                String etag = held == null || held.meta().standing() != Standing.CONFIRMED
                        ? null
                        : held.meta().upstreamEtag();
                Witnesses witnesses = new Witnesses(resource, agreed, order, etag, caller, parts);
                Witnesses.Hearing hearing = witnesses.run();
                if (hearing.finding() instanceof Finding.Landed) {
                    into.write(ByteBuffer.wrap(hearing.bytes()));
                    witnessed = new Heard(witnesses, hearing);
                }
                yield hearing.finding();
            }
        };
    }

    /** Nobody has it, but perhaps it can be made. */
    private Finding standIn(Staged into, Finding.Nobody nobody) throws IOException, InterruptedException {
        return switch (resource.ifAbsent().make()) {
            case Derivation.Made(byte[] bytes, boolean provisional) -> {
                put(into, bytes);
                yield new Finding.Landed(STORED, "made here", !provisional, null, RescuedBy.NOTHING);
            }
            case Derivation.Outdated(byte[] bytes) -> {
                put(into, bytes);
                yield new Finding.Landed(STORED, "made here", false, null, RescuedBy.STALE, true, false);
            }
            case Derivation.Never n -> nobody;
            case Derivation.Nothing n -> nobody;
        };
    }

    private static void put(Staged into, byte[] bytes) throws IOException {
        into.restart();
        into.write(ByteBuffer.wrap(bytes));
    }

    private void land(Finding finding, Staged into) throws IOException {
        Instant now = parts.clock().instant();
        List<Timing> spans = List.of(new Timing("upstream", Duration.between(began, now)));
        if (!(finding instanceof Finding.Landed)) {
            into.fail("it did not arrive");
            flight.land(new Landing(finding, null, now, spans));
            return;
        }
        into.complete();
        flight.land(new Landing(finding, cargo(into), now, spans));
    }

    private Cargo cargo(Staged into) throws IOException {
        if (into.size() <= SMALL) {
            return new Cargo(into.bytes(SMALL), null, into.sha256());
        }
        OpenFile open = new OpenFile(into.open(), into.size());
        file = open;
        return new Cargo(null, open, into.sha256());
    }

    /** Keeps what was found, after it has been told. What cannot be kept has still been told. */
    private void commit(Finding finding, Staged into) {
        Key key = resource.key();
        try {
            switch (finding) {
                case Finding.Landed l when !l.kept() -> {}
                case Finding.Landed l when l.stale() -> keepForTheDark(l, into);
                case Finding.Landed l -> {
                    Standing standing = l.confirmed() ? Standing.CONFIRMED : Standing.PROVISIONAL;
                    Meta meta = meta(resource.type(), standing, l.by(), l.upstream(), l);
                    kept = parts.store().commit(into, key, meta).validated();
                    parts.committed().accept(key);
                }
                case Finding.Unchanged u -> {
                    parts.store().validated(key, parts.clock().instant());
                    parts.committed().accept(key);
                }
                case Finding.Nobody n -> {
                    if (n.witnessed() && (held == null || held.meta().standing() != Standing.CONFIRMED)) {
                        remember(n, key);
                        parts.committed().accept(key);
                    }
                }
                case Finding.Unusable u -> {}
                case Finding.Failed f -> {}
            }
        } catch (IOException e) {
            parts.events().publish(new Event.Alarm("store", "cannot keep " + key + ": " + e.getMessage(), e));
        }
    }

    /** What a peer held is kept where nothing is, which may be newer; and is asked for again before it is told. */
    private void keepForTheDark(Finding.Landed stale, Staged into) throws IOException {
        Key key = resource.key();
        if (parts.store().find(key).isPresent()) {
            return;
        }
        parts.store()
                .commit(into, key, meta(resource.type(), Standing.PROVISIONAL, stale.by(), stale.upstream(), stale));
        Duration current = resource.freshness().limit();
        if (current != null) {
            parts.store().validated(key, parts.clock().instant().minus(current));
        }
        parts.committed().accept(key);
    }

    private void remember(Finding.Nobody nobody, Key key) throws IOException {
        parts.store().absent(key, Answers.said(nobody.said()), parts.clock().instant());
    }

    private Meta meta(String type, Standing standing, String by, String upstream, Finding.@Nullable Landed landed) {
        return new Meta(
                type, standing, by, upstream, parts.clock().instant(), landed == null ? null : landed.etag(), false);
    }

    /** Gives up what the flight itself held open. */
    void clear() {
        OpenFile open = file;
        if (open != null) {
            open.release();
        }
        Staged into = staged;
        if (into != null) {
            into.close();
        }
    }
}
