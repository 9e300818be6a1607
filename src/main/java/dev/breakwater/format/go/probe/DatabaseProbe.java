package dev.breakwater.format.go.probe;

import dev.breakwater.event.Events;
import dev.breakwater.probe.ProbeAsk;
import dev.breakwater.probe.ProbeClient;
import dev.breakwater.probe.ProbeExchange;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.SampleVersion;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.HeadRelation;
import dev.breakwater.sumdb.Heads;
import dev.breakwater.sumdb.LookupResult;
import dev.breakwater.sumdb.Source;
import dev.breakwater.sumdb.SourceException;
import dev.breakwater.sumdb.Tile;
import dev.breakwater.sumdb.TileCheck;
import dev.breakwater.sumdb.TreeHead;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The evaluation of one mirror of a checksum database: its head, records and tiles; only what they prove counts. */
final class DatabaseProbe {
    private final ProbeSteps steps;
    private final ProbeClient asker;
    private final GoObservations notebook;
    private final GoTerms terms;
    private final String prefix;
    private final Map<Tile, byte[]> tiles = new ConcurrentHashMap<>();
    private final Database database;
    private volatile boolean comparing;

    /** {@code prefix} precedes every path, as in {@code sumdb/sum.golang.org/}; it is empty for the database's own hosts. */
    DatabaseProbe(
            ProbeSteps steps,
            GoObservations notebook,
            GoTerms terms,
            VerifierKey key,
            String prefix,
            InstantSource clock) {
        this.steps = steps;
        this.asker = steps.asker();
        this.notebook = notebook;
        this.terms = terms;
        this.prefix = prefix;
        this.database = new Database(key, new ProbedTiles(), new MemoryHeads(), Events.NONE, clock);
    }

    /** Requests the head, and the records of {@code subjects}. */
    void examine(List<SampleVersion> subjects) throws InterruptedException {
        if (!prefix.isEmpty()
                && !asker.ask(ProbeAsk.of(GoQuestion.SUPPORTED, prefix + "supported"))
                        .found()) {
            return;
        }
        ProbeExchange latest = asker.ask(ProbeAsk.of(GoQuestion.HEAD, prefix + "latest"));
        if (latest.body() != null) {
            begin(latest.body());
        }
        List<Runnable> lookups = subjects.stream()
                .<Runnable>map(subject -> () -> lookup(subject))
                .toList();
        steps.together(lookups, ProbeSteps.GENTLY);
    }

    private void begin(byte[] note) throws InterruptedException {
        switch (database.seed(List.of(note), 1)) {
            case HeadRelation.SameTimeline known -> notebook.head(note);
            case HeadRelation.ForkedHead(String why) -> notebook.forged(why);
            case HeadRelation.MalformedHead(String why) -> notebook.forged(why);
            case HeadRelation.Unproven unproven -> {}
        }
    }

    private void lookup(SampleVersion subject) {
        ProbeExchange exchange =
                asker.ask(ProbeAsk.of(GoQuestion.LOOKUP, prefix + terms.lookup(subject.module(), subject.version())));
        if (exchange.body() == null) {
            return;
        }
        try {
            switch (database.lookup(subject.module(), subject.version(), exchange.body())) {
                case LookupResult.Authentic a ->
                    notebook.vouched(subject, new GoObservations.Vouched(a.zip(), a.goMod()));
                case LookupResult.Forged(String why) -> notebook.forged(why);
                case LookupResult.Unknown unknown -> {}
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a probe is never interrupted", e);
        }
    }

    /** The observations that it adds to. */
    GoObservations notebook() {
        return notebook;
    }

    /** Compares the history with {@code note}, another source's head. Call it only after {@link #examine}. */
    HeadRelation compare(String who, byte[] note) throws InterruptedException {
        comparing = true;
        return database.latest(who, note);
    }

    /** The tiles of this copy. */
    private final class ProbedTiles implements Source {
        @Override
        public byte[] tile(Tile tile, TileCheck check, boolean keep) throws SourceException {
            byte[] held = tiles.get(tile);
            if (held != null && check.check(held) instanceof Verdict.Verified) {
                return held;
            }
            ProbeExchange exchange = asker.ask(ProbeAsk.of(GoQuestion.TILE, prefix + tile.path()));
            byte[] bytes = exchange.body();
            if (bytes == null) {
                throw exchange.missing()
                        ? SourceException.absent(tile + " not found")
                        : SourceException.trouble(
                                tile + ": " + exchange.outcome().said());
            }
            return switch (check.check(bytes)) {
                case Verdict.Verified v -> {
                    tiles.put(tile, bytes);
                    yield bytes;
                }
                case Verdict.Rejected rejected -> {
                    blame(rejected.why());
                    throw SourceException.trouble(rejected.why());
                }
                case Verdict.Unverifiable u -> {
                    // With several sources the fault could not be located, but here is only one source.
                    blame(tile + " does not match the tree head of the same source");
                    throw SourceException.trouble(tile + " does not match the tree");
                }
            };
        }

        /** Correct tiles do not fit under another source's head, which may be a fork. */
        private void blame(String why) {
            if (!comparing) {
                notebook.forged(why);
            }
        }

        @Override
        public void keep(Tile tile, byte[] bytes) {
            tiles.put(tile, bytes);
        }
    }

    /** Keeps the head in memory. */
    private static final class MemoryHeads implements Heads {
        private @Nullable TreeHead head;

        @Override
        public synchronized @Nullable TreeHead load() {
            return head;
        }

        @Override
        public synchronized boolean advance(@Nullable TreeHead from, TreeHead to) throws IOException {
            if (!Objects.equals(head, from)) {
                return false;
            }
            head = to;
            return true;
        }
    }
}
