package dev.breakwater.app;

import dev.breakwater.admin.AdminException;
import dev.breakwater.admin.Refreshed;
import dev.breakwater.admin.Refreshes;
import dev.breakwater.concurrent.Periodic;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.format.go.GoRepository;
import dev.breakwater.format.go.ModuleRefresh;
import dev.breakwater.format.go.refresh.IndexFeedReader;
import dev.breakwater.format.go.settings.GoSettings;
import dev.breakwater.format.go.settings.WarmSettings;
import dev.breakwater.hook.HookHost;
import dev.breakwater.hook.HookSettings;
import dev.breakwater.hook.PushHooks;
import dev.breakwater.hook.Pushed;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.SharedStore;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is held up to date before anybody asks: modules that the configuration names are asked for new versions at an
 * interval, and these are fetched; what an index feed or a code host tells of is asked for at once. On a thread of its own.
 */
final class RefreshScheduler implements Refreshes, AutoCloseable {
    /** Modules at once: there is no hurry, and others are being served. */
    private static final int AT_ONCE = 4;

    private final Supplier<Settings> settings;
    private final Supplier<Site> site;
    private final RefreshTools parts;
    private final Periodic ticker;
    private final Map<String, Instant> due = new HashMap<>();
    private final Map<String, IndexFeedReader> feeds = new HashMap<>();

    /**
     * What lasts of the server.
     *
     * @param offline whether upstreams are left alone
     * @param pages gets pages of index feeds
     */
    record RefreshTools(
            Store store,
            Fetcher fetcher,
            Naming naming,
            BooleanSupplier offline,
            IndexFeedReader.PageGet pages,
            Events events,
            InstantSource clock) {}

    RefreshScheduler(Supplier<Settings> settings, Supplier<Site> site, RefreshTools parts) {
        this.settings = settings;
        this.site = site;
        this.parts = parts;
        this.ticker = new Periodic("freshening", Duration.ofSeconds(1), this::look, parts.events());
    }

    /** Not on a virtual thread: a walk over many files would keep a carrier busy. */
    void start() {
        ticker.startOnPlatformThread();
    }

    private void look() throws InterruptedException {
        Settings now = settings.get();
        if (parts.offline().getAsBoolean()) {
            return;
        }
        for (RepositorySettings repository : now.repositories().values()) {
            ModuleRefresh refresh = refresh(repository.name());
            if (refresh == null) {
                continue;
            }
            try {
                if (!warm(repository).modules().isEmpty() && isDue(repository)) {
                    warm(repository, refresh);
                }
                follow(now, repository, refresh);
            } catch (IOException | UncheckedIOException e) {
                parts.events().publish(new Event.Alarm("warm", repository.name() + ": " + e.getMessage(), e));
            } catch (RuntimeException e) {
                parts.events().publish(new Event.Alarm("warm", "failed inside, report that: " + e, e));
            }
        }
    }

    private static WarmSettings warm(RepositorySettings repository) {
        return repository.as(GoSettings.class).map(GoSettings::warm).orElse(WarmSettings.NONE);
    }

    private boolean isDue(RepositorySettings repository) {
        Instant time = parts.clock().instant();
        boolean is = !time.isBefore(due.getOrDefault(repository.name(), Instant.MIN));
        if (is) {
            due.put(repository.name(), time.plus(warm(repository).every()));
        }
        return is;
    }

    /** What is named, and what is held of what the globs match. */
    private void warm(RepositorySettings repository, ModuleRefresh refresh) throws IOException, InterruptedException {
        List<String> globs = warm(repository).modules();
        var wanted = parts.naming().packages(globs);
        NavigableSet<String> modules = new TreeSet<>(refresh.held(files(), ""));
        modules.removeIf(module -> !wanted.test(module));
        globs.stream().filter(parts.naming()::isPackage).forEach(modules::add);
        AtomicInteger versions = new AtomicInteger();
        Queue<String> left = new ConcurrentLinkedQueue<>(modules);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            workers.add(Thread.ofVirtual().name("warm").start(() -> {
                for (String module = left.poll(); module != null && !ticker.closed(); module = left.poll()) {
                    versions.addAndGet(keepWarm(refresh, module));
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (versions.get() > 0) {
            parts.events()
                    .publish(new Event.LogNote(
                            repository.name(), versions.get() + " new versions of modules in warm were fetched ahead"));
        }
    }

    private int keepWarm(ModuleRefresh refresh, String module) {
        try {
            return refresh.keepWarm(module);
        } catch (IOException | UncheckedIOException e) {
            parts.events().publish(new Event.Alarm("warm", module + ": " + e.getMessage(), e));
            return 0;
        } catch (InterruptedException e) {
            return 0;
        }
    }

    private void follow(Settings now, RepositorySettings repository, ModuleRefresh refresh)
            throws IOException, InterruptedException {
        URI feed = warm(repository).indexFeed();
        if (feed == null) {
            feeds.remove(repository.name());
            return;
        }
        IndexFeedReader reader = feeds.computeIfAbsent(
                repository.name(),
                name -> new IndexFeedReader(
                        now.get(DataSettings.class).folder().resolve("feeds").resolve(name),
                        parts.pages(),
                        parts.events(),
                        parts.clock()));
        var warm = parts.naming().packages(warm(repository).modules());
        reader.look(feed, line -> {
            if (warm.test(line.module())) {
                if (!refresh.knows(line.module(), line.version())) {
                    refresh.keepWarm(line.module());
                }
            } else if (refresh.holds(line.module()) && !refresh.knows(line.module(), line.version())) {
                refresh.refresh(line.module());
            }
        });
    }

    @Override
    public Refreshed refresh(String repository, String module, String by) throws AdminException {
        ModuleRefresh refresh = refresh(repository);
        if (refresh == null) {
            throw new AdminException(404, "There is no repository called " + repository + ".");
        }
        try {
            int asked = refresh.refresh(module);
            parts.events().publish(new Event.LogNote(repository, module + " is asked for anew: " + by + " wants it"));
            return new Refreshed(List.of(module), asked + " questions are being asked of upstreams");
        } catch (IllegalArgumentException e) {
            throw new AdminException(422, e.getMessage() + ".");
        } catch (IOException e) {
            throw new AdminException(503, "The store cannot be read: " + e.getMessage() + ".");
        }
    }

    private PushHooks hooks() {
        Map<HookHost, String> secrets = new EnumMap<>(HookHost.class);
        settings.get().get(HookSettings.class).secrets().forEach((host, secret) -> secrets.put(host, secret.value()));
        return new PushHooks(secrets);
    }

    @Override
    public void expect(HookHost host, Function<String, @Nullable String> headers) throws AdminException {
        Pushed.RefusedPush refused = hooks().refuses(host, headers);
        if (refused != null) {
            throw new AdminException(403, refused.why() + ".");
        }
    }

    @Override
    public Refreshed pushed(HookHost host, Function<String, @Nullable String> headers, byte[] body)
            throws AdminException {
        return switch (hooks().receive(host, headers, body)) {
            case Pushed.PushedRepository(List<String> places) -> refreshBelow(places);
            case Pushed.Ignored(String why) -> new Refreshed(List.of(), why);
            case Pushed.RefusedPush(String why) -> throw new AdminException(403, why + ".");
            case Pushed.MalformedPush(String why) -> throw new AdminException(400, why + ".");
        };
    }

    private Refreshed refreshBelow(List<String> places) throws AdminException {
        List<String> modules = new ArrayList<>();
        try {
            for (String repository : settings.get().repositories().keySet()) {
                ModuleRefresh refresh = refresh(repository);
                if (refresh != null) {
                    modules.addAll(refreshBelow(refresh, places));
                }
            }
        } catch (IOException e) {
            throw new AdminException(503, "The store cannot be read: " + e.getMessage() + ".");
        }
        String said = modules.size() + " modules at " + places.getFirst() + " are asked for anew";
        parts.events().publish(new Event.LogNote("hook", said));
        return new Refreshed(modules, said);
    }

    private NavigableSet<String> refreshBelow(ModuleRefresh refresh, List<String> places) throws IOException {
        NavigableSet<String> modules = new TreeSet<>();
        for (String place : places) {
            modules.addAll(refresh.held(files(), place));
        }
        for (String module : modules) {
            refresh.refresh(module);
        }
        return modules;
    }

    private SharedStore files() throws IOException {
        return SharedStore.of(settings.get().get(DataSettings.class).folder(), parts.clock());
    }

    private @Nullable ModuleRefresh refresh(String repository) {
        Repository found = site.get().repositories().get(repository);
        return found instanceof GoRepository go ? go.refreshing(repository, parts.store(), parts.fetcher()) : null;
    }

    @Override
    public void close() {
        ticker.close();
    }
}
