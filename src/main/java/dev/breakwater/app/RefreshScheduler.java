package dev.breakwater.app;

import dev.breakwater.admin.AdminException;
import dev.breakwater.admin.Refreshed;
import dev.breakwater.admin.Refreshes;
import dev.breakwater.concurrent.Periodic;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.hook.HookHost;
import dev.breakwater.hook.HookSettings;
import dev.breakwater.hook.PushHooks;
import dev.breakwater.hook.Pushed;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.Namings;
import dev.breakwater.repository.Refresher;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.SharedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of refreshes ahead of requests: fetches new versions of the configured modules at an interval; versions in an
 * index feed or from a code host's hook at once. On its own thread.
 */
final class RefreshScheduler implements Refreshes, AutoCloseable {
    /** How many modules to refresh at once: few, since clients are being served meanwhile. */
    private static final int AT_ONCE = 4;

    private final Supplier<Settings> settings;
    private final Supplier<Site> site;
    private final RefreshTools parts;
    private final Periodic ticker;
    private final Map<String, Instant> due = new HashMap<>();

    /**
     * The permanent parts of the server.
     *
     * @param offline whether the server is offline
     */
    record RefreshTools(Namings namings, BooleanSupplier offline, Events events, InstantSource clock) {}

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
        if (parts.offline().getAsBoolean()) {
            return;
        }
        for (String repository : settings.get().repositories().keySet()) {
            Refresher refresher = refresher(repository);
            if (refresher == null) {
                continue;
            }
            try {
                Refresher.WarmPackages warm = refresher.warm();
                if (!warm.patterns().isEmpty() && isDue(repository, warm)) {
                    warm(repository, warm.patterns(), refresher);
                }
                refresher.follow();
            } catch (IOException | UncheckedIOException e) {
                parts.events().publish(new Event.Alarm("warm", repository + ": " + e.getMessage(), e));
            } catch (RuntimeException e) {
                parts.events().publish(new Event.Alarm("warm", "failed inside, report that: " + e, e));
            }
        }
    }

    private boolean isDue(String repository, Refresher.WarmPackages warm) {
        Instant time = parts.clock().instant();
        boolean is = !time.isBefore(due.getOrDefault(repository, Instant.MIN));
        if (is) {
            due.put(repository, time.plus(warm.every()));
        }
        return is;
    }

    /** The configured names, and the stored modules that match the patterns. */
    private void warm(String repository, List<String> patterns, Refresher refresher)
            throws IOException, InterruptedException {
        Naming naming = parts.namings().of(repository);
        Predicate<String> wanted = naming.packages(patterns);
        NavigableSet<String> modules = new TreeSet<>(refresher.held(files(), ""));
        modules.removeIf(module -> !wanted.test(module));
        patterns.stream().filter(naming::isPackage).forEach(modules::add);
        AtomicInteger versions = new AtomicInteger();
        Queue<String> left = new ConcurrentLinkedQueue<>(modules);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            workers.add(Thread.ofVirtual().name("warm").start(() -> {
                for (String module = left.poll(); module != null && !ticker.closed(); module = left.poll()) {
                    versions.addAndGet(keepWarm(refresher, module));
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (versions.get() > 0) {
            parts.events()
                    .publish(new Event.LogNote(
                            repository, versions.get() + " new versions of modules in warm were fetched ahead"));
        }
    }

    private int keepWarm(Refresher refresher, String module) {
        try {
            return refresher.keepWarm(module);
        } catch (IOException | UncheckedIOException e) {
            parts.events().publish(new Event.Alarm("warm", module + ": " + e.getMessage(), e));
            return 0;
        } catch (InterruptedException e) {
            return 0;
        }
    }

    @Override
    public Refreshed refresh(String repository, String module, String by) throws AdminException {
        Refresher refresher = refresher(repository);
        if (refresher == null) {
            throw new AdminException(404, "There is no repository called " + repository + ".");
        }
        try {
            int asked = refresher.refresh(module);
            parts.events().publish(new Event.LogNote(repository, module + " is being refreshed, requested by " + by));
            return new Refreshed(List.of(module), asked + " requests to upstreams are under way");
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
                Refresher refresher = refresher(repository);
                if (refresher != null) {
                    modules.addAll(refreshBelow(refresher, places));
                }
            }
        } catch (IOException e) {
            throw new AdminException(503, "The store cannot be read: " + e.getMessage() + ".");
        }
        String said = modules.size() + " modules at " + places.getFirst() + " are asked for anew";
        parts.events().publish(new Event.LogNote("hook", said));
        return new Refreshed(modules, said);
    }

    private NavigableSet<String> refreshBelow(Refresher refresher, List<String> places) throws IOException {
        NavigableSet<String> modules = new TreeSet<>();
        for (String place : places) {
            modules.addAll(refresher.held(files(), place));
        }
        for (String module : modules) {
            refresher.refresh(module);
        }
        return modules;
    }

    private SharedStore files() throws IOException {
        return SharedStore.of(settings.get().get(DataSettings.class).folder(), parts.clock());
    }

    private @Nullable Refresher refresher(String repository) {
        Repository found = site.get().repositories().get(repository);
        return found == null ? null : found.refresher().orElse(null);
    }

    @Override
    public void close() {
        ticker.close();
    }
}
