package dev.breakwater.app;

import dev.breakwater.admin.Admin;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Configuration;
import dev.breakwater.config.Loaded;
import dev.breakwater.event.Event;
import dev.breakwater.event.Listeners;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.insight.OwnProcess;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.repository.Namings;
import dev.breakwater.repository.RunningFormat;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The whole system on one page, created with plain {@code new} in the order in which the parts depend on each other:
 * observation, fetching, monitoring, the repositories, and the HTTP server in front. Closing runs in reverse. A changed
 * configuration replaces one reference, {@link ActiveConfig}.
 */
final class Server implements AutoCloseable {
    private final Lifecycle lifecycle;
    private final Listeners events;
    private final Monitoring monitoring;
    private final ServedRepositories repositories;
    private final ServerEdge edge;
    private final ConfigReloader reloader;

    /**
     * Starts serving.
     *
     * @param formats the formats that {@code configuration} was read with
     * @param clock the time of day, and the age of entries
     * @throws ConfigException if the configuration is invalid
     * @throws IOException if the server can't start; the message says why and what to do
     */
    static Server start(Configuration configuration, KnownFormats formats, InstantSource clock)
            throws ConfigException, IOException, InterruptedException {
        Lifecycle lifecycle = new Lifecycle();
        try {
            return new Server(configuration, configuration.load(), formats, clock, lifecycle);
        } catch (IOException | RuntimeException e) {
            lifecycle.close();
            throw e;
        }
    }

    /** Serves until the process is told to stop, then drains. */
    static int serve(Configuration configuration, KnownFormats formats)
            throws ConfigException, IOException, InterruptedException {
        Server server = start(configuration, formats, InstantSource.system());
        if (!HangupSignal.on(server.reloader::reload)) {
            server.events.publish(
                    new Event.LogNote("configuration", "SIGHUP is unavailable here; the file is watched"));
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

    private Server(
            Configuration configuration, Loaded loaded, KnownFormats formats, InstantSource clock, Lifecycle lifecycle)
            throws IOException {
        this.lifecycle = lifecycle;
        String node = "breakwater-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        ActiveConfig config = new ActiveConfig(loaded.settings());
        Clocks clocks = new Clocks(clock, new MonotonicClock(clock));

        Namings namings = formats.namings(config::settings);
        Observation observed = Observation.open(config, clock, lifecycle);
        events = observed.events();
        Fetching fetching = Fetching.open(config, events, clocks, lifecycle);
        monitoring = Monitoring.of(config, observed, fetching, formats, namings, clock, lifecycle);
        repositories = ServedRepositories.of(node, config, fetching, formats, namings, events, clocks);
        ConfigChange change = new ConfigChange(config, repositories.sites(), fetching.probes(), monitoring, events);
        change.tell(loaded);
        change.first();
        lifecycle.onClose(fetching.probes()::close);

        ServerParts parts = new ServerParts(
                node,
                config::settings,
                fetching.store(),
                fetching.health(),
                observed.metrics(),
                monitoring.overview(),
                fetching.offline(),
                formats,
                namings,
                events,
                clock);
        ServerStatus status = new ServerStatus(parts);
        Admin admin = new Admin(status, new OperatorControls(parts), repositories.freshening());
        edge = ServerEdge.start(node, config, fetching, new HealthStatus(parts), admin, events, clock, lifecycle);
        Gauges.show(config, observed, fetching, status, repositories.upkeep(), edge.http());

        change.alert(edge::url);
        change.remember(loaded);
        edge.announce(formats, events);
        Thread.ofVirtual().name("certificates").start(() -> warm(config, observed));
        monitoring.start(lifecycle);
        repositories.start(lifecycle);
        reloader = new ConfigReloader(configuration, loaded, events, next -> change.apply(next, edge::url));
        lifecycle.onClose(reloader::close);
        reloader.watch();
    }

    /** Warms up what the first request would wait for, and detects problems early. */
    private void warm(ActiveConfig config, Observation observed) {
        OwnProcess.show(observed.metrics(), Server.class.getPackage().getImplementationVersion());
        try {
            config.web().warm();
        } catch (IOException e) {
            events.publish(new Event.Alarm("tls", String.valueOf(e.getMessage()), e));
        }
        repositories.formats().values().forEach(RunningFormat::check);
    }

    /** Its address. */
    String url() {
        return edge.url();
    }

    /** Its status for pages. */
    Overview overview() {
        return monitoring.overview();
    }

    /** Drains and stops. */
    @Override
    public void close() {
        lifecycle.close();
        events.publish(new Event.LogNote("breakwater", "stopped"));
    }
}
