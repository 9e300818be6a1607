package dev.breakwater.testing;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Client;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.fetch.Engine;
import dev.breakwater.fetch.EntryStorage;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.UpstreamAccess;
import dev.breakwater.format.go.GoModules;
import dev.breakwater.format.go.ModuleOwner;
import dev.breakwater.format.go.ModuleRefresh;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.format.go.settings.Prefetch;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Store;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.MonitoredOrigin;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Probes;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.SubpathOrigin;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything of the server but its edge, over real mirrors and a real store: what a request comes to, without HTTP. */
public final class Rig implements AutoCloseable {
    /** What came, read whole. {@code error} tells of a body that broke off. */
    public record Got(Answer answer, byte[] bytes, @Nullable IOException error) {
        /** The answer, which must be the thing itself. */
        public Answer.Held held() {
            if (answer instanceof Answer.Held held) {
                return held;
            }
            throw new AssertionError("not held: " + answer);
        }
    }

    private final List<Mirror> mirrors = new ArrayList<>();
    private final Queue<Event> seen = new ConcurrentLinkedQueue<>();
    private final Queue<Key> changed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean offline = new AtomicBoolean();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<@Nullable Consumer<FileStore>> meanwhile = new AtomicReference<>();
    private final AtomicReference<@Nullable Commits> commits = new AtomicReference<>();
    private final FileStore store;
    private final Engine engine;
    private final Repository repository;
    private final Health health;
    private final Probes probes;

    /** Whose commits wait for what. */
    private record Commits(String path, CountDownLatch gate) {}

    /** How a rig differs from the usual one. */
    public record Choices(
            Policy.Unverified unverified,
            Duration patience,
            Patience limits,
            boolean checked,
            List<String> secrets,
            Selection selection,
            int concurrency,
            Engine.Room room) {
        private static final Engine.Room ROOM = new Engine.Room(64, Duration.ofSeconds(30));

        /** The usual ones. */
        public static final Choices USUAL =
                new Choices(Policy.Unverified.AGREE, Duration.ofSeconds(20), new Patience(), true, List.of());

        /** Asks in order. */
        public Choices(
                Policy.Unverified unverified,
                Duration patience,
                Patience limits,
                boolean checked,
                List<String> secrets) {
            this(unverified, patience, limits, checked, secrets, Selection.PRIORITY, 64, ROOM);
        }

        /** The same with another selection and limit of requests at once. */
        public Choices with(Selection other, int atOnce) {
            return new Choices(unverified, patience, limits, checked, secrets, other, atOnce, room);
        }

        /** The same with so much room to fetch. */
        public Choices with(Engine.Room other) {
            return new Choices(unverified, patience, limits, checked, secrets, selection, concurrency, other);
        }
    }

    /** How long mirrors may be silent. */
    public record Patience(Duration connect, Duration metadata, Duration archive, Duration stall) {
        /** The defaults. */
        public Patience() {
            this(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMillis(1500));
        }
    }

    /** A rig over {@code mirrors}, which share {@code database} and are closed with the rig. */
    public Rig(Path folder, SigningDatabase database, List<Mirror> mirrors, Choices choices) throws IOException {
        this.mirrors.addAll(mirrors);
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        Events events = seen::add;
        store = FileStore.open(folder, clock, events);
        health = new Health(events, clock);
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1", "localhost"), null, Proxying.NONE);
        engine = new Engine(
                // One permit is the least: whatever waits for what it should not hangs.
                new EntryStorage(interrupted(store), changed::add, new Semaphore(1)),
                new UpstreamAccess(
                        new Selector(health, clock, new Random(7)),
                        health,
                        new Budget(0.05, 2, clock),
                        new Budget(0.2, 10, clock),
                        offline::get),
                new Clocks(clock, clock),
                events,
                choices.room());
        probes = new Probes(health, events, clock, offline::get);
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < mirrors.size(); i++) {
            origins.add(new MonitoredOrigin(
                    mirror(i, choices.limits(), web), choices.concurrency(), health, events, clock));
        }
        Tiers tiers = new Tiers("go", choices.selection(), List.of(origins));
        Tiers below = new Tiers(
                "sum.test",
                choices.selection(),
                List.of(origins.stream()
                        .map(o -> (Origin) new SubpathOrigin(o, "sumdb/sum.test/"))
                        .toList()));
        probes.watch(List.of(new Probes.WatchedTiers(tiers, null, Set.of())));
        List<GoModules.DatabasePlan> databases = choices.checked()
                ? List.of(new GoModules.DatabasePlan(database.key(), below, folder.resolve("head")))
                : List.of();
        repository = GoModules.repository(
                new GoModules.RepositoryPlan(
                        "go",
                        tiers,
                        databases,
                        choices.secrets().stream()
                                .map(pattern -> new GoModules.PrivatePlan(pattern, new ModuleOwner.HostedHere()))
                                .toList(),
                        Duration.ofSeconds(60),
                        new Policy(choices.patience(), choices.unverified(), true, false, null, false),
                        Prefetch.OFF,
                        ModuleRefresh.WarmPlan.NONE),
                store,
                engine,
                new Publications(store, engine, folder.resolve("publishing"), _ -> {}, events, clock),
                events,
                new Clocks(clock, clock));
    }

    private dev.breakwater.upstream.Mirror mirror(int i, Patience limits, OutboundHttp web) {
        return new dev.breakwater.upstream.Mirror(
                new dev.breakwater.upstream.Mirror.MirrorAddress(
                        "m" + i, URI.create(mirrors.get(i).url()), "domain" + i, 1, false, Map.of(), null),
                new dev.breakwater.upstream.Mirror.MirrorLimits(
                        limits.connect(), limits.metadata(), limits.archive(), limits.stall()),
                web);
    }

    /** The same store, but that it can be slow to commit, and others can change what the engine has just found. */
    private Store interrupted(FileStore real) {
        return (Store) Proxy.newProxyInstance(
                Rig.class.getClassLoader(), new Class<?>[] {Store.class}, (_, method, args) -> {
                    try {
                        Commits slow = commits.get();
                        if (method.getName().equals("commit")
                                && slow != null
                                && slow.path().equals(((Key) args[1]).path())) {
                            slow.gate().await();
                        }
                        Object result = method.invoke(real, args);
                        Consumer<FileStore> other = method.getName().equals("find") ? meanwhile.getAndSet(null) : null;
                        if (other != null) {
                            other.accept(real);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    /** From now on {@code path} is not stored before the latch that is returned has been counted down. */
    public CountDownLatch holdCommits(String path) {
        CountDownLatch gate = new CountDownLatch(1);
        commits.set(new Commits(path, gate));
        return gate;
    }

    /** Does {@code other} between the engine's next look into the store and whatever it does with what it found. */
    public void meanwhile(Consumer<FileStore> other) {
        meanwhile.set(other);
    }

    /** A rig of {@code count} mirrors of {@code corpus}, with a checksum database of it. */
    public static Rig over(Path folder, Corpus corpus, int count, Choices choices) throws IOException {
        SigningDatabase database = database(corpus);
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mirrors.add(Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", database::get)));
        }
        return new Rig(folder, database, mirrors, choices);
    }

    /** A checksum database of {@code corpus}. */
    public static SigningDatabase database(Corpus corpus) {
        SigningDatabase database = new SigningDatabase("sum.test");
        corpus.forEach((module, version, zip, goMod) -> database.add(module, version, zip, goMod));
        return database;
    }

    /** What {@code path} comes to. */
    public Got get(String path) throws InterruptedException {
        return get(path, Map.of());
    }

    /** What {@code path} comes to with these headers. */
    public Got get(String path, Map<String, String> headers) throws InterruptedException {
        Answer answer = answer(path, headers);
        if (!(answer instanceof Answer.Held held)) {
            return new Got(answer, new byte[0], null);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            read(held.body(), all);
            return new Got(answer, all.toByteArray(), null);
        } catch (IOException e) {
            return new Got(answer, all.toByteArray(), e);
        } finally {
            held.body().release();
        }
    }

    /** The bare answer to {@code path}, whose body is the caller's to release. */
    public Answer answer(String path, Map<String, String> headers) throws InterruptedException {
        return answer(path, headers, new Client.Remote("192.0.2.1", new Cancellation()));
    }

    /** The bare answer that {@code client} gets, whose body is its to release. */
    public Answer answer(String path, Map<String, String> headers, Client client) throws InterruptedException {
        TestRequest request = new TestRequest(path, headers);
        return switch (repository.action(request)) {
            case Action.Get get ->
                engine.get(get.resource(), new Caller(get.caller().storeOnly(), List.of(), client));
            case Action.Say say -> say.answer();
            case Action.Do task -> task.task().run(client);
            case Action.NotAllowed no -> throw new AssertionError("a GET means nothing here: " + no);
            case Action.Receive r -> throw new AssertionError("nothing was sent, and it is to be received: " + r);
        };
    }

    private static void read(Body body, ByteArrayOutputStream into) throws IOException, InterruptedException {
        switch (body) {
            case Body.Bytes(byte[] bytes) -> into.writeBytes(bytes);
            case Body.Whole whole -> {
                ByteBuffer all = ByteBuffer.allocate((int) whole.length());
                while (all.hasRemaining()) {
                    whole.file().channel().read(all, all.position());
                }
                into.writeBytes(all.array());
            }
            case Body.Elsewhere _ -> throw new AssertionError("a GET needs the bytes");
            case Body.Growing growing -> {
                ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
                while (growing.tail().read(chunk) >= 0) {
                    into.write(chunk.array(), 0, chunk.position());
                    chunk.clear();
                }
            }
        }
    }

    /** Waits until what is under way has arrived and is stored. */
    public void settle() throws InterruptedException {
        engine.settle(Duration.ofSeconds(20));
    }

    /** One of the mirrors. */
    public Mirror mirror(int i) {
        return mirrors.get(i);
    }

    /** How often the mirrors together were asked for {@code path}. */
    public long asked(String path) {
        return mirrors.stream().mapToLong(m -> m.log().count(path)).sum();
    }

    /** What the engine has told of that changed in the store, in order. */
    public List<Key> changed() {
        return List.copyOf(changed);
    }

    /** What happened so far. */
    public List<Event> events() {
        return List.copyOf(seen);
    }

    /** Waits until everything that is under way has arrived and is stored. */
    public void settle(Duration limit) throws InterruptedException {
        engine.settle(limit);
    }

    /** Nobody outside may be asked any more. */
    public void goOffline() {
        offline.set(true);
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        ahead.updateAndGet(t -> t.plus(time));
    }

    /** How many requests wait for room to fetch. */
    public int waiting() {
        return engine.waiting();
    }

    /** Fetches under way. */
    public int underway() {
        return engine.underway();
    }

    /** The store. */
    public FileStore store() {
        return store;
    }

    /** The mirrors' health. */
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        probes.close();
        mirrors.forEach(Mirror::close);
        try {
            engine.settle(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
        store.close();
    }
}
