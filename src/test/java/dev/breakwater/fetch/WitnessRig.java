package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An engine over witnesses that say what they are told to, and one thing that they are asked for. */
final class WitnessRig implements AutoCloseable {
    static final Key KEY = new Key("go", "list");

    /** Says what it is told to, with an ETag of its name and what it says; or that this is unchanged, if it is asked so. */
    static final class Speaker implements Origin {
        private final String name;
        private final String domain;
        private final AtomicInteger failures = new AtomicInteger();
        private final List<@Nullable String> asked = new ArrayList<>();
        private volatile byte[] content = {};
        private volatile @Nullable Outcome instead;
        private volatile boolean tags = true;
        private volatile boolean stale;
        private volatile @Nullable CountDownLatch gate;

        Speaker(String name, String content) {
            this(name, name, content);
        }

        Speaker(String name, String domain, String content) {
            this.name = name;
            this.domain = domain;
            says(content);
        }

        /** Fails so often from now on. */
        void fails(int times) {
            failures.set(times);
        }

        void says(String text) {
            says(text.getBytes(StandardCharsets.UTF_8));
        }

        void says(byte[] bytes) {
            content = bytes;
            instead = null;
        }

        /** Ends every exchange so. */
        void ends(Outcome outcome) {
            instead = outcome;
        }

        /** Sends the second half of what it says once {@code opened} is. */
        void waits(CountDownLatch opened) {
            gate = opened;
        }

        /** Gives no ETag. */
        void untagged() {
            tags = false;
        }

        /** Says of itself that it could not ask. */
        void stale(boolean now) {
            stale = now;
        }

        /** The conditions with which it was asked, {@code null} for none; forgotten by that. */
        synchronized List<@Nullable String> asked() {
            List<@Nullable String> all = new ArrayList<>(asked);
            asked.clear();
            return all;
        }

        /** The conditions with which it was asked until now. */
        synchronized List<@Nullable String> askedSoFar() {
            return new ArrayList<>(asked);
        }

        @Nullable
        String etag() {
            return tags
                    ? '"' + name + new String(content, 0, Math.min(content.length, 40), StandardCharsets.UTF_8) + '"'
                    : null;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String domain() {
            return domain;
        }

        @Override
        public Outcome get(Ask ask, Sink sink) throws IOException {
            synchronized (this) {
                asked.add(ask.etag());
            }
            Outcome end = instead;
            if (end != null) {
                return end;
            }
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return new Outcome.Unavailable("500");
            }
            if (ask.etag() != null && ask.etag().equals(etag())) {
                return new Outcome.NotModified("304", stale);
            }
            byte[] bytes = content;
            Head head = new Head(0, bytes.length, etag(), stale);
            sink.begin(head);
            int half = bytes.length / 2;
            sink.write(ByteBuffer.wrap(bytes, 0, half));
            await(gate);
            sink.write(ByteBuffer.wrap(bytes, half, bytes.length - half));
            return new Outcome.Found(head, "200");
        }

        private static void await(@Nullable CountDownLatch opened) {
            try {
                if (opened != null) {
                    opened.await();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts a test", e);
            }
        }
    }

    private final Path folder;
    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final FileStore store;
    private final Engine engine;

    WitnessRig(Path folder) throws IOException {
        this.folder = folder;
        InstantSource clock = () -> Instant.now().plus(passed.get());
        Health health = new Health(e -> {}, clock);
        Budget none = new Budget(0, 0, clock);
        store = FileStore.open(folder, clock, events::add);
        engine = new Engine(
                new EntryStorage(store, key -> {}, new Semaphore(9)),
                new UpstreamAccess(new Selector(health, clock, new Random(7)), health, none, none, () -> false),
                new Clocks(clock, clock),
                events::add,
                new Engine.Room(9, Duration.ofSeconds(30)));
    }

    /** Lets time pass. */
    void pass(Duration time) {
        passed.updateAndGet(before -> before.plus(time));
    }

    /** Asks for the thing, which is current for a minute. */
    Answer get(Agreement agreement, Origin... origins) throws InterruptedException {
        Answer answer = engine.get(resource(agreement, origins), Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        return answer;
    }

    /** Has it asked for behind. */
    void refresh(Agreement agreement, Origin... origins) throws InterruptedException {
        engine.refresh(resource(agreement, origins));
        engine.settle(Duration.ofSeconds(20));
    }

    private static Resource resource(Agreement agreement, Origin... origins) {
        return new Resource(
                KEY,
                "m",
                new Kind("list", Traffic.METADATA),
                Freshness.of(Duration.ofMinutes(1)),
                "text/plain",
                new Recipe.Agreed(new Tiers("go", Selection.PRIORITY, List.of(List.of(origins))), "list", agreement),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                new Policy(Duration.ofSeconds(20), Policy.Unverified.AGREE, true, false, null, false));
    }

    FileStore store() {
        return store;
    }

    /** All that happened, of that kind. */
    <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** How many files are staged now. */
    long staged() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("staging"))) {
            return files.count();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
