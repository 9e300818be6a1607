package dev.breakwater.http;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.repository.Site;
import dev.breakwater.store.Key;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The running HTTP server: one event loop per core, each with its own {@link RequestHandler} behind one port. */
public final class HttpEdge {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final ServerContext server;
    private final ServerLoad present;
    private final List<HttpServer> servers;

    private HttpEdge(Vertx vertx, ServerContext server, ServerLoad present, List<HttpServer> servers) {
        this.vertx = vertx;
        this.server = server;
        this.present = present;
        this.servers = servers;
    }

    /**
     * Starts serving.
     *
     * @param sites gives the current site; called for every request
     * @param extension the pages and API beside the repositories
     * @param events receives an event for every request, on event loops
     * @throws IOException if it can't listen, or the certificate is invalid; the message names the address or file
     */
    public static HttpEdge start(
            EdgeSettings settings,
            Supplier<Site> sites,
            Fetcher fetcher,
            Extension extension,
            Events events,
            SystemStatus status,
            InstantSource clock)
            throws IOException {
        // Read once by Vert.x: keeps the encoded form of headers that do not change.
        System.setProperty("vertx.cacheImmutableHttpResponseHeaders", "true");
        int loops = Runtime.getRuntime().availableProcessors();
        ServerLoad present = new ServerLoad();
        ConnectionAcceptor entrance =
                new ConnectionAcceptor(present, settings.limits().connections());
        Vertx vertx = Vertx.builder()
                .withTransport(entrance.transport())
                .with(new VertxOptions()
                        .setEventLoopPoolSize(loops)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .build();
        EdgeSettings listening = settings.port() == 0 ? settings.at(freePort(settings.host())) : settings;
        EdgeSettings.EdgeLimits limits = settings.limits();
        String node = settings.node();
        ServerContext server = new ServerContext(
                node,
                limits,
                sites,
                fetcher,
                extension,
                events,
                status,
                clock,
                new AnswerRenderer(node),
                new HotCache(limits.hotBytes(), limits.hotFiles()),
                new Streams(),
                new WaitingRequests(WaitingRequests.ROOM),
                MemoryShares.of(limits),
                new AtomicBoolean());
        List<HttpServer> servers = new CopyOnWriteArrayList<>();
        HttpEdge edge = new HttpEdge(vertx, server, present, servers);
        try {
            await(
                    vertx.deployVerticle(
                            () -> new ServerVerticle(listening, server, entrance, servers),
                            new DeploymentOptions().setInstances(loops)),
                    START);
        } catch (IOException | RuntimeException e) {
            edge.end();
            throw new IOException(
                    "can't listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + "; set another address with --listen",
                    e);
        }
        return edge;
    }

    /** Picks the port, which all event loops share, before the first of them listens. */
    private static int freePort(String host) throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return probe.getLocalPort();
        }
    }

    /** The port it listens on. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    /** How many clients are connected. */
    public int connections() {
        return present.connections();
    }

    /** How many requests are being answered. */
    public long requests() {
        return present.requests();
    }

    /** How many requests wait for an answer of the engine. */
    public int waiting() {
        return server.waiting().size();
    }

    /** How many answers are in the hot cache. */
    public long hot() {
        return server.hot().size();
    }

    /** Drops the hot answers made from {@code key}; call it when a new entry was committed. Cheap if there are none. */
    public void forget(Key key) {
        server.hot().forget(key);
    }

    /** Accepts nothing more, gives running exchanges up to {@code drain} to finish, and ends. */
    public void close(Duration drain) {
        server.draining().set(true);
        server.streams().close();
        List<Future<Void>> closing =
                servers.stream().map(server -> server.shutdown(drain)).toList();
        try {
            await(Future.all(closing), drain.plus(END));
        } catch (IOException e) {
            server.events().publish(new Event.Alarm("http", "did not close cleanly", e));
        }
        end();
    }

    private void end() {
        try {
            await(vertx.close(), END);
        } catch (IOException e) {
            server.events().publish(new Event.Alarm("http", "did not stop cleanly", e));
        }
        server.hot().clear();
    }

    private static void await(Future<?> future, Duration limit) throws IOException {
        try {
            future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("not finished after " + limit.toSeconds() + " s", e);
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
