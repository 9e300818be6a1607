package dev.breakwater;

import dev.breakwater.config.Credentials;
import dev.breakwater.config.DatabaseSettings;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.LogFormat;
import dev.breakwater.config.OnTrouble;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Tier;
import dev.breakwater.config.TimeoutSettings;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Engine;
import dev.breakwater.fetch.Policy;
import dev.breakwater.format.go.GoModules;
import dev.breakwater.http.Edge;
import dev.breakwater.http.EdgeSettings;
import dev.breakwater.http.Status;
import dev.breakwater.insight.AccessLog;
import dev.breakwater.insight.EventLog;
import dev.breakwater.insight.Metrics;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Stock;
import dev.breakwater.upstream.Below;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Watched;
import dev.breakwater.web.Proxying;
import dev.breakwater.web.Web;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The composition root: the whole system on one page, put together with plain {@code new}. */
final class Server implements AutoCloseable {
    private static final Duration GO_PATIENCE = Duration.ofSeconds(20);

    private final Settings settings;
    private final InstantSource clock = InstantSource.system();
    private final Metrics metrics = new Metrics();
    private final AccessLog access;
    private final Events events;
    private final FileStore store;
    private final Health health = new Health(clock);
    private final Web web;
    private final Engine engine;
    private final Edge edge;

    /**
     * Starts serving.
     *
     * @throws IOException where it cannot; the message says why and what to do
     */
    static Server start(Loaded configuration) throws IOException {
        return new Server(configuration);
    }

    /** Serves until the process is told to stop, then drains. */
    static int serve(Loaded configuration) throws IOException, InterruptedException {
        Server server = start(configuration);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    server.close();
                    stopped.countDown();
                }));
        stopped.await();
        return 0;
    }

    private Server(Loaded configuration) throws IOException {
        settings = configuration.settings();
        boolean json = settings.log().format() == LogFormat.JSON;
        EventLog log = new EventLog(System.err, json, clock);
        access = new AccessLog(json, Channels.newChannel(new FileOutputStream(FileDescriptor.out)), clock);
        events = event -> {
            log.publish(event);
            metrics.publish(event);
            if (settings.log().access()) {
                access.publish(event);
            }
        };
        configuration.notes().forEach(note -> events.publish(new Event.Note("configuration", note)));
        configuration.warnings().forEach(w -> events.publish(new Event.Note("configuration", w.toString())));

        store = FileStore.open(settings.dataDir(), clock, events);
        measure();
        web = new Web(trusted(), settings.tls().caFile(), proxying());
        AtomicReference<@Nullable Edge> serving = new AtomicReference<>();
        engine = new Engine(new Engine.Parts(
                store,
                new Selector(health),
                health,
                events,
                clock,
                key -> {
                    Edge running = serving.get();
                    if (running != null) {
                        running.forget(key);
                    }
                },
                settings::offline));
        Site site = site();
        edge = Edge.start(edgeSettings(), () -> site, engine, events, status(), clock);
        serving.set(edge);
        Thread.ofVirtual().name("certificates").start(this::warm);
        Thread.ofPlatform().daemon().name("count").start(this::count);
        announce();
    }

    private Site site() {
        Map<String, Repository> repositories = new HashMap<>();
        settings.repositories().forEach((name, repository) -> repositories.put(name, repository(repository)));
        return new Site(repositories);
    }

    private Repository repository(RepositorySettings repository) {
        Tiers origins = origins(repository);
        List<GoModules.DatabasePlan> databases = repository.databases().stream()
                .map(database -> database(database, origins))
                .toList();
        if (databases.isEmpty()) {
            events.publish(new Event.Note(
                    repository.name(),
                    "no checksum database is configured: zips are checked for their form alone, nothing vouches for their"
                            + " content"));
        }
        GoModules.Plan plan = new GoModules.Plan(
                repository.name(),
                origins,
                databases,
                repository.privatePatterns(),
                repository.fresh(),
                new Policy(
                        GO_PATIENCE,
                        switch (repository.unverified()) {
                            case AGREE -> Policy.Unverified.AGREE;
                            case REFUSE -> Policy.Unverified.REFUSE;
                            case SERVE -> Policy.Unverified.SERVE;
                        },
                        true,
                        repository.onTrouble() == OnTrouble.FALL_THROUGH));
        return new Repository(repository.name(), GoModules.format(plan, store, engine, events, clock));
    }

    private Tiers origins(RepositorySettings repository) {
        List<Origin> primary = new ArrayList<>();
        List<Origin> backup = new ArrayList<>();
        for (UpstreamSettings upstream : repository.upstreams()) {
            (upstream.tier() == Tier.PRIMARY ? primary : backup).add(watched(mirror(upstream)));
        }
        List<List<Origin>> tiers = new ArrayList<>(List.of(primary, backup));
        tiers.removeIf(List::isEmpty);
        return new Tiers(repository.name(), tiers);
    }

    private Mirror mirror(UpstreamSettings upstream) {
        Map<String, String> headers = new HashMap<>();
        upstream.headers().forEach((name, secret) -> headers.put(name, secret.value()));
        switch (upstream.credentials()) {
            case null -> {}
            case Credentials.Basic(String user, var password) ->
                headers.put(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8)));
            case Credentials.Bearer(var token) -> headers.put("Authorization", "Bearer " + token.value());
        }
        TimeoutSettings limits = upstream.timeouts();
        return new Mirror(
                new Mirror.Place(upstream.name(), upstream.url(), upstream.domain(), headers, upstream.proxy()),
                new Mirror.Limits(limits.connect(), limits.metadata(), limits.archive(), limits.stall()),
                web,
                clock);
    }

    private Origin watched(Origin origin) {
        return new Watched(origin, health, events, clock);
    }

    private GoModules.DatabasePlan database(DatabaseSettings database, Tiers mirrors) {
        List<List<Origin>> tiers = new ArrayList<>();
        for (DatabaseSettings.Source source : database.sources()) {
            switch (source) {
                case DatabaseSettings.Source.Upstreams u ->
                    mirrors.tiers()
                            .forEach(tier -> tiers.add(tier.stream()
                                    .map(origin -> (Origin) new Below(origin, "sumdb/" + database.name() + "/"))
                                    .toList()));
                case DatabaseSettings.Source.At(URI url) ->
                    tiers.add(List.of(watched(new Mirror(
                            new Mirror.Place(url.getHost(), url, url.getHost(), Map.of(), null),
                            Mirror.Limits.USUAL,
                            web,
                            clock))));
            }
        }
        Path head = settings.dataDir().resolve("sumdb").resolve(database.name()).resolve("head");
        return new GoModules.DatabasePlan(database.key(), new Tiers(database.name(), tiers), head);
    }

    /** The hosts that the configuration names: these may have internal addresses. */
    private Set<String> trusted() {
        Set<String> hosts = new HashSet<>();
        for (RepositorySettings repository : settings.repositories().values()) {
            repository.upstreams().forEach(u -> hosts.add(u.url().getHost()));
            repository.upstreams().stream().map(UpstreamSettings::proxy).forEach(proxy -> addHost(hosts, proxy));
            repository.databases().stream().flatMap(d -> d.sources().stream()).forEach(source -> {
                if (source instanceof DatabaseSettings.Source.At(URI url)) {
                    hosts.add(url.getHost());
                }
            });
        }
        addHost(hosts, settings.proxy().http());
        addHost(hosts, settings.proxy().https());
        return hosts;
    }

    private static void addHost(Set<String> hosts, @Nullable URI uri) {
        if (uri != null && uri.getHost() != null) {
            hosts.add(uri.getHost());
        }
    }

    private Proxying proxying() {
        return new Proxying(
                settings.proxy().http(),
                settings.proxy().https(),
                settings.proxy().except());
    }

    private EdgeSettings edgeSettings() {
        EdgeSettings.Limits usual = EdgeSettings.Limits.USUAL;
        Integer connections = settings.limits().connections();
        Path cert = settings.tls().cert();
        Path key = settings.tls().key();
        return new EdgeSettings(
                settings.listen().host(),
                settings.listen().port(),
                cert == null || key == null ? null : new EdgeSettings.Tls(cert, key),
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()),
                new EdgeSettings.Limits(
                        settings.limits().urlLength(),
                        settings.limits().headerSize(),
                        connections == null ? usual.connections() : connections,
                        usual.streams(),
                        settings.limits().requestTime(),
                        settings.limits().idleTime(),
                        usual.hotBytes(),
                        usual.hotFiles()));
    }

    private Status status() {
        return new Status() {
            @Override
            public List<String> unready() {
                return Files.isWritable(settings.dataDir())
                        ? List.of()
                        : List.of("the data folder " + settings.dataDir() + " is not writable");
            }

            @Override
            public String metrics() {
                return metrics.text();
            }
        };
    }

    private void measure() {
        Stock stock = store.stock();
        metrics.gauge(
                "breakwater.store.entries",
                "Entries held; not a number until they have been counted",
                stock,
                s -> s.counted() ? s.entries() : Double.NaN);
        metrics.gauge(
                "breakwater.store.bytes",
                "Length of the files of the entries held; not a number until they have been counted",
                stock,
                s -> s.counted() ? s.bytes() : Double.NaN);
    }

    /** Beside the first requests, on a thread of its own: a walk over many files would keep a carrier busy. */
    private void count() {
        try {
            store.count();
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "cannot count what is held: " + e.getMessage(), e));
        }
    }

    private void warm() {
        try {
            web.warm();
        } catch (IOException e) {
            events.publish(new Event.Alarm("tls", String.valueOf(e.getMessage()), e));
        }
    }

    private void announce() {
        String address = url();
        events.publish(new Event.Note("breakwater", "serving at " + address));
        settings.repositories()
                .keySet()
                .forEach(name -> events.publish(
                        new Event.Note("breakwater", "point your go at it: export GOPROXY=" + address + "/" + name)));
    }

    /** Where it is reached. */
    String url() {
        if (settings.publicUrl() != null) {
            return settings.publicUrl().toString();
        }
        String host = settings.listen().host();
        String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return (settings.tls().cert() == null ? "http://" : "https://")
                + (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + edge.port();
    }

    private void settle() {
        try {
            engine.settle(settings.limits().drainTime());
        } catch (InterruptedException e) {
            events.publish(new Event.Note("breakwater", "stopping without waiting for what is under way"));
        }
    }

    /** Drains and stops. */
    @Override
    public void close() {
        edge.close(settings.limits().drainTime());
        settle();
        store.close();
        access.close();
        events.publish(new Event.Note("breakwater", "stopped"));
    }
}
