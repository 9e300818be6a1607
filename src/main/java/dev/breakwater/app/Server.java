package dev.breakwater.app;

import dev.breakwater.admin.Admin;
import dev.breakwater.audit.AuditLog;
import dev.breakwater.audit.AuditSettings;
import dev.breakwater.audit.AuditTrail;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.auth.Tokens;
import dev.breakwater.config.Adopted;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Configuration;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Listeners;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.fetch.Engine;
import dev.breakwater.fetch.EntryStorage;
import dev.breakwater.fetch.UpstreamAccess;
import dev.breakwater.format.go.GoTerms;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.http.EdgeSettings;
import dev.breakwater.http.HttpEdge;
import dev.breakwater.http.LimitSettings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.http.TlsSettings;
import dev.breakwater.insight.AccessLog;
import dev.breakwater.insight.AlertSettings;
import dev.breakwater.insight.Alerts;
import dev.breakwater.insight.EventLog;
import dev.breakwater.insight.LogFormat;
import dev.breakwater.insight.LogSettings;
import dev.breakwater.insight.Metrics;
import dev.breakwater.insight.OwnProcess;
import dev.breakwater.insight.UpstreamLedger;
import dev.breakwater.insight.Webhooks;
import dev.breakwater.probe.SyncWatch;
import dev.breakwater.repository.Site;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.Descriptors;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.StorageSettings;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Probes;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.OutboundHttp;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: the whole system on one page, put together with plain {@code new}. What lasts is made here once;
 * what a changed configuration makes anew is one reference, {@link #inForce}.
 */
final class Server implements AutoCloseable {
    /** What is served, and by which settings. */
    private record InForce(Settings settings, Site site) {}

    /** How long a client waits for room to fetch. */
    private static final Duration LINE = Duration.ofSeconds(30);

    private final Settings started;
    private final String node = "breakwater-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private final Metrics metrics = new Metrics();
    private final AccessLog access;
    private final AuditLog audit;
    private final Tokens tokens;
    private final Listeners events = new Listeners();
    private final Alerts alerts;
    private final Webhooks webhooks;
    private final FileStore store;
    private final Health health;
    private final Probes probes;
    private final SyncWatch sync;
    private final Overview overview;
    private final Engine engine;
    private final Direct direct;
    private final SiteBuilder sites;
    private final HttpEdge edge;
    private final ConfigReloader live;
    private final Upkeep upkeep;
    private final Freshening freshening;
    private volatile OutboundHttp web;
    private volatile InForce inForce;

    /**
     * Starts serving.
     *
     * @param clock what time it is, and how old what is held is
     * @throws ConfigException where the configuration is not in order
     * @throws IOException where it cannot; the message says why and what to do
     */
    static Server start(Configuration configuration, InstantSource clock)
            throws ConfigException, IOException, InterruptedException {
        return new Server(configuration, configuration.load(), clock);
    }

    /** Serves until the process is told to stop, then drains. */
    static int serve(Configuration configuration) throws ConfigException, IOException, InterruptedException {
        Server server = start(configuration, InstantSource.system());
        if (!HangupSignal.on(server.live::reload)) {
            server.events.publish(
                    new Event.LogNote("configuration", "SIGHUP is not to be had here; its file is watched"));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    server.close();
                    stopped.countDown();
                }));
        stopped.await();
        return 0;
    }

    private Server(Configuration configuration, Loaded loaded, InstantSource clock) throws IOException {
        started = loaded.settings();
        Path dataDir = started.get(DataSettings.class).folder();
        inForce = new InForce(started, new Site(Map.of()));
        boolean json = started.get(LogSettings.class).format() == LogFormat.JSON;
        EventLog log = new EventLog(System.err, json, clock);
        access = new AccessLog(json, Channels.newChannel(new FileOutputStream(FileDescriptor.out)), clock);
        events.add(log);
        events.add(metrics);
        events.add(event -> {
            if (inForce.settings().get(LogSettings.class).access()) {
                access.publish(event);
            }
        });
        tell(loaded);
        audit = new AuditLog(
                AuditTrail.folder(dataDir),
                started.get(AuditSettings.class).fileSize(),
                started.get(AuditSettings.class).keep(),
                events,
                clock);
        events.add(audit);
        store = FileStore.open(dataDir, clock, events);
        InstantSource steady = new MonotonicClock(clock);
        health = new Health(events, steady);
        UpstreamLedger ledger = new UpstreamLedger(metrics, clock);
        events.add(ledger);
        events.add(event -> {
            if (event instanceof Event.Listed listed) {
                health.late(listed.upstream(), ledger.late(listed.upstream()));
            }
        });
        alerts = new Alerts(events, clock, ledger, this::storeWorks);
        events.add(alerts);
        overview = new Overview(dataDir, store.stock(), ledger, events, clock);
        Panel panel = new Panel(
                new Panel.Parts(node, () -> inForce.settings(), store, health, metrics, overview, events, clock));
        sync = new SyncWatch(
                new GoTerms(),
                events,
                clock,
                panel::offline,
                () -> ledger.latest().map(late -> new SyncWatch.WatchedModule(late.repository(), late.subject())));
        events.add(sync);
        webhooks = new Webhooks(events, clock, Webhooks.RetryPace.USUAL);
        events.add(webhooks);
        web = WayOut.of(started);
        AtomicReference<@Nullable HttpEdge> serving = new AtomicReference<>();
        Consumer<Key> changed = key -> {
            forget(serving.get(), key);
            overview.catalogue().changed(key);
        };
        upkeep = new Upkeep(store, () -> inForce.settings().get(StorageSettings.class), changed, events, clock);
        Gauges gauges = new Gauges(metrics);
        gauges.status(panel);
        gauges.switched(panel, health);
        gauges.kept(store, dataDir, audit, upkeep);
        engine = new Engine(
                new EntryStorage(store, changed, new Semaphore(Math.clamp(Descriptors.limit() / 8, 16, 512))),
                new UpstreamAccess(
                        new Selector(health, steady, new Random()),
                        health,
                        new Budget(0.05, 2, steady),
                        new Budget(0.2, 10, steady),
                        panel::offline),
                new Clocks(clock, steady),
                events,
                new Engine.Room(fetches(), LINE));
        probes = new Probes(health, events, steady, panel::offline);
        direct = new Direct(started, events, clock, steady, fetches());
        tokens = new Tokens(new TokenFile(dataDir), events);
        Publications publications =
                new Publications(store, engine, dataDir.resolve("publishing"), changed, events, clock);
        publications.recover();
        sites = new SiteBuilder(
                new SiteBuilder.Lasting(
                        node,
                        store,
                        engine,
                        direct,
                        new AccessBuilder(tokens, events, clock),
                        publications,
                        health,
                        events,
                        clock,
                        steady),
                web);
        inForce = new InForce(started, sites.site(started, web));
        watch();
        expect(started);
        freshening = new Freshening(
                () -> inForce.settings(),
                () -> inForce.site(),
                new Freshening.Parts(store, engine, panel::offline, FeedReader.over(() -> web), events, clock));
        Admin admin = new Admin(panel, panel, freshening);
        edge = HttpEdge.start(edgeSettings(), () -> inForce.site(), engine, admin, events, panel, clock);
        serving.set(edge);
        gauges.served(edge, engine, started.get(TlsSettings.class).cert());
        webhooks.change(started.get(AlertSettings.class).webhooks(), web, url());
        live = new ConfigReloader(configuration, loaded, events, this::change);
        Thread.ofVirtual().name("certificates").start(this::warm);
        upkeep.start();
        freshening.start();
        remember(loaded);
        announce();
        alerts.start();
        sync.start();
        overview.start();
        live.watch();
        tokens.watch();
    }

    /** Fetches at once: twice what one upstream is asked at once, so that few wait for an upstream that have left the line. */
    private static int fetches() {
        return Math.clamp(Descriptors.limit() / 16, 16, 128);
    }

    private static void forget(@Nullable HttpEdge edge, Key key) {
        if (edge != null) {
            edge.forget(key);
        }
    }

    /** Puts another configuration in force; what is under way ends as it began. */
    private void change(Loaded loaded) {
        Settings next = loaded.settings().over(started);
        web = WayOut.changed(web, next);
        try {
            inForce = new InForce(next, sites.site(next, web));
        } catch (IOException e) {
            events.publish(new Event.Alarm("configuration", "cannot be put in force: " + e.getMessage(), e));
            return;
        }
        remember(loaded);
        watch();
        expect(next);
        webhooks.change(next.get(AlertSettings.class).webhooks(), web, url());
        tell(loaded);
    }

    private void watch() {
        probes.watch(sites.watches());
        Map<String, List<Origin>> upstreams = new HashMap<>();
        sites.watches()
                .forEach(watch ->
                        upstreams.put(watch.tiers().name(), watch.tiers().all()));
        sync.watch(upstreams);
    }

    private void expect(Settings settings) {
        Map<String, List<String>> upstreams = new HashMap<>();
        Set<String> sources = new HashSet<>();
        settings.repositories().forEach((name, repository) -> {
            upstreams.put(
                    name,
                    ChainSettings.of(repository).upstreams().stream()
                            .map(UpstreamSettings::name)
                            .toList());
            DatabaseSettings.of(repository).stream()
                    .flatMap(DatabaseSettings::addresses)
                    .forEach(url -> sources.add(url.getHost()));
        });
        alerts.expect(upstreams, sources);
    }

    private boolean storeWorks() {
        return store.failures().isEmpty() && store.refusals().isEmpty();
    }

    private void tell(Loaded loaded) {
        loaded.notes().forEach(note -> events.publish(new Event.LogNote("configuration", note)));
        loaded.warnings().forEach(w -> events.publish(new Event.LogNote("configuration", w.toString())));
    }

    /** Remembers what was taken from the environment, and tells of who is asked now and was not before. */
    private void remember(Loaded loaded) {
        loaded.widened().forEach(who -> events.publish(new Event.Alarm("upstreams", who, null)));
        try {
            Adopted.keep(started.get(DataSettings.class).folder(), loaded.adopted());
        } catch (IOException e) {
            events.publish(
                    new Event.Alarm("store", "cannot remember which upstreams were adopted: " + e.getMessage(), e));
        }
    }

    private EdgeSettings edgeSettings() {
        EdgeSettings.EdgeLimits usual = EdgeSettings.EdgeLimits.USUAL;
        ServerSettings server = started.get(ServerSettings.class);
        LimitSettings limits = started.get(LimitSettings.class);
        Integer connections = limits.connections();
        Path cert = started.get(TlsSettings.class).cert();
        Path key = started.get(TlsSettings.class).key();
        return new EdgeSettings(
                server.listen().host(),
                server.listen().port(),
                cert == null || key == null ? null : new EdgeSettings.Tls(cert, key),
                node,
                new EdgeSettings.EdgeLimits(
                        limits.urlLength(),
                        limits.headerSize(),
                        connections == null ? usual.connections() : connections,
                        usual.streams(),
                        limits.requestTime(),
                        limits.idleTime(),
                        usual.answers(),
                        usual.body(),
                        usual.bodies(),
                        usual.hotBytes(),
                        usual.hotFiles()));
    }

    private void warm() {
        OwnProcess.show(metrics, Server.class.getPackage().getImplementationVersion());
        try {
            web.warm();
        } catch (IOException e) {
            events.publish(new Event.Alarm("tls", String.valueOf(e.getMessage()), e));
        }
        try {
            direct.check();
        } catch (IOException e) {
            events.publish(new Event.Alarm("git", String.valueOf(e.getMessage()), e));
        }
    }

    private void announce() {
        String address = url();
        events.publish(new Event.LogNote("breakwater", "serving at " + address));
        started.repositories()
                .keySet()
                .forEach(name -> events.publish(new Event.LogNote(
                        "breakwater", "point your go at it: export GOPROXY=" + address + "/" + name)));
    }

    /** Where it is reached. */
    String url() {
        Settings settings = inForce.settings();
        ServerSettings server = settings.get(ServerSettings.class);
        if (server.publicUrl() != null) {
            return server.publicUrl().toString();
        }
        String host = server.listen().host();
        String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return (settings.get(TlsSettings.class).cert() == null ? "http://" : "https://")
                + (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + edge.port();
    }

    /** What pages show of it. */
    Overview overview() {
        return overview;
    }

    private void settle() {
        try {
            engine.settle(inForce.settings().get(LimitSettings.class).drainTime());
        } catch (InterruptedException e) {
            events.publish(new Event.LogNote("breakwater", "stopping without waiting for what is under way"));
        }
    }

    /** Drains and stops. */
    @Override
    public void close() {
        live.close();
        tokens.close();
        upkeep.close();
        freshening.close();
        alerts.close();
        sync.close();
        probes.close();
        webhooks.close();
        edge.close(inForce.settings().get(LimitSettings.class).drainTime());
        settle();
        overview.close();
        store.close();
        audit.close();
        access.close();
        events.publish(new Event.LogNote("breakwater", "stopped"));
    }
}
