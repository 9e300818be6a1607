package dev.breakwater.app;

import dev.breakwater.admin.Admin;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.http.EdgeSettings;
import dev.breakwater.http.HttpEdge;
import dev.breakwater.http.LimitSettings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.http.SystemStatus;
import dev.breakwater.http.TlsSettings;
import dev.breakwater.repository.ClientSetup;
import dev.breakwater.repository.KnownFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The HTTP server with its pages, and its address. */
record ServerEdge(HttpEdge http, ActiveConfig config) {
    /**
     * Starts to listen.
     *
     * @throws IOException if the address can't be listened on; the message says why
     */
    static ServerEdge start(
            String node,
            ActiveConfig config,
            Fetching fetching,
            SystemStatus status,
            Admin admin,
            Events events,
            InstantSource clock,
            Lifecycle lifecycle)
            throws IOException {
        HttpEdge http = HttpEdge.start(
                settings(node, config.started()), config::site, fetching.engine(), admin, events, status, clock);
        lifecycle.onClose(
                () -> http.close(config.settings().get(LimitSettings.class).drainTime()));
        fetching.changes().add(http::forget);
        return new ServerEdge(http, config);
    }

    private static EdgeSettings settings(String node, Settings started) {
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

    /** The address for clients: the public URL if one is configured, else the address it listens on. */
    String url() {
        Settings settings = config.settings();
        ServerSettings server = settings.get(ServerSettings.class);
        if (server.publicUrl() != null) {
            return server.publicUrl().toString();
        }
        String host = server.listen().host();
        String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return (settings.get(TlsSettings.class).cert() == null ? "http://" : "https://")
                + (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + http.port();
    }

    /** Tells the operator where the server is reached, and how clients of each repository are set up. */
    void announce(KnownFormats formats, Events events) {
        String address = url();
        events.publish(new Event.LogNote("breakwater", "serving at " + address));
        for (RepositorySettings repository : config.settings().repositories().values()) {
            formats.of(repository)
                    .as(ClientSetup.class)
                    .map(setup -> setup.hint(address + "/" + repository.name()))
                    .ifPresent(hint -> events.publish(new Event.LogNote("breakwater", hint)));
        }
    }
}
