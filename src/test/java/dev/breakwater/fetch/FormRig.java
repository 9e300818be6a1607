package dev.breakwater.fetch;

import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine with one origin, and a form in upper case of what that has. */
abstract class FormRig {
    static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    final AtomicBoolean offline = new AtomicBoolean();
    final AtomicInteger made = new AtomicInteger();
    Verdict verdict = new Verdict.Verified("a record");
    Policy.Unverified unverified = Policy.Unverified.REFUSE;
    final Registry registry = new Registry();
    final Upper upper = new Upper();
    final Queue<Key> changes = new ConcurrentLinkedQueue<>();
    FileStore store;
    Engine engine;

    /** An origin that has a text under each path, says of which type it is, and can be dark. */
    static final class Registry implements Origin {
        volatile String content = "one";
        volatile boolean dark;
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public String name() {
            return "registry";
        }

        @Override
        public String domain() {
            return "registry";
        }

        @Override
        public Outcome get(Ask ask, Sink sink) throws IOException {
            asked.incrementAndGet();
            if (dark) {
                return new Outcome.Unavailable("dark", false, true);
            }
            if (ask.path().equals("nothing")) {
                return new Outcome.Missing("404");
            }
            byte[] bytes = (ask.path().equals("tag") ? "manifest" : content).getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers =
                    Map.of(KeptHeaders.TYPE, "text/x-" + ask.headers().get("Accept"));
            Head head = new Head(0, bytes.length, null, false, false, false, headers);
            if (sink.begin(head)) {
                sink.write(ByteBuffer.wrap(bytes));
            }
            return new Outcome.Found(head, "200");
        }
    }

    /** Makes upper case of it. */
    final class Upper implements Transform {
        String version = "upper 1";
        String coding = "";
        int padding;
        Form known = Form.PLAIN;
        long largest = 100;

        @Override
        public String version() {
            return version;
        }

        @Override
        public String coding() {
            return coding;
        }

        @Override
        public long largest() {
            return largest;
        }

        @Override
        public Form apply(InputStream source, OutputStream form) throws UnfitSourceException, IOException {
            made.incrementAndGet();
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            if (text.equals("unfit")) {
                throw new UnfitSourceException("it has no upper case");
            }
            form.write(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            form.write(new byte[padding]);
            return known;
        }
    }

    @BeforeEach
    void start() throws IOException {
        InstantSource clock = () -> Instant.parse("2026-01-01T00:00:00Z").plus(passed.get());
        Health health = new Health(e -> {}, clock);
        Budget none = new Budget(0, 0, clock);
        store = FileStore.open(folder, clock, e -> {});
        engine = new Engine(
                new EntryStorage(store, changes::add, new Semaphore(9)),
                new UpstreamAccess(new Selector(health, clock, new Random(7)), health, none, none, offline::get),
                new Clocks(clock, clock),
                e -> {},
                new Engine.Room(9, Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        engine.settle(Duration.ofSeconds(20));
        store.close();
    }

    Resource resource(String path, String type, Recipe recipe) {
        return new Resource(
                new Key("r", path),
                "m",
                new Kind("thing", Traffic.METADATA),
                Freshness.of(MINUTE),
                type,
                recipe,
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                new Policy(Duration.ofSeconds(20), unverified, true, false, null, false));
    }

    FetchSource source(String path) {
        Tiers origins = new Tiers("r", Selection.PRIORITY, List.of(List.of(registry)));
        Recipe recipe = new Recipe.One(
                origins, UpstreamRequest.accepting(path, "full"), Verifier.of(100, () -> whole -> verdict));
        return new ResourceSource(resource(path, "", recipe), engine);
    }

    Answer get(Recipe recipe, String path) throws InterruptedException {
        Answer answer = engine.get(resource(path, "text/x-short", recipe), Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        return answer;
    }

    Answer form() throws InterruptedException {
        return get(new Recipe.Derived(source("full"), upper), "short");
    }

    static String text(Answer answer) {
        Answer.Held held = (Answer.Held) answer;
        return held.status() + " " + new String(((Body.Bytes) held.body()).bytes(), StandardCharsets.UTF_8);
    }
}
