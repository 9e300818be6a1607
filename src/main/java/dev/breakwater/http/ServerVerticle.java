package dev.breakwater.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TcpOption;
import java.time.Duration;
import java.util.List;

/** One event loop's share of the server: its listener, its {@link RequestHandler} and its timers. */
final class ServerVerticle extends VerticleBase {
    /** Of an upload: as much as is read from a connection at once. */
    private static final int LARGEST_PIECE = 64 << 10;

    /** Room in the request line beside the target, so that one slightly too long is still parsed and answered. */
    private static final int METHOD_AND_VERSION = 1 << 10;

    private static final int BACKLOG = 4096;
    private static final long CERTIFICATES_EVERY = 2_000;
    private static final long SHORTEST_SWEEP = 50;
    private static final long LONGEST_SWEEP = 5_000;

    private final EdgeSettings settings;
    private final ServerContext shared;
    private final ConnectionAcceptor acceptor;
    private final List<HttpServer> servers;

    ServerVerticle(EdgeSettings settings, ServerContext shared, ConnectionAcceptor acceptor, List<HttpServer> servers) {
        this.settings = settings;
        this.shared = shared;
        this.acceptor = acceptor;
        this.servers = servers;
    }

    @Override
    public Future<?> start() {
        EdgeSettings.EdgeLimits limits = settings.limits();
        ConnectionTracker connections =
                new ConnectionTracker(limits, shared.rooms().answers(), acceptor.present());
        acceptor.open(((ContextInternal) context).nettyEventLoop(), connections);
        RequestHandler handler = new RequestHandler(shared, context, connections);
        context.exceptionHandler(handler::failed);
        HttpServer server = server().requestHandler(handler)
                .invalidRequestHandler(handler::invalid)
                .connectionHandler(connections::speaks)
                // A disconnect or a protocol error: an alarm for each would let any client fill the log.
                .exceptionHandler(_ -> {});
        long shortest = Math.min(limits.request().toMillis(), limits.idle().toMillis());
        vertx.setPeriodic(
                Math.clamp(shortest / 4, SHORTEST_SWEEP, LONGEST_SWEEP),
                _ -> connections.sweep(shared.clock().millis()));
        return server.listen().onSuccess(this::serving);
    }

    private void serving(HttpServer server) {
        servers.add(server);
        EdgeSettings.Tls tls = settings.tls();
        if (tls == null || !servers.getFirst().equals(server)) {
            return;
        }
        Certificates certificates = new Certificates(tls, settings.limits().request(), server, shared.events());
        vertx.setPeriodic(
                CERTIFICATES_EVERY, _ -> Thread.ofVirtual().name("certificates").start(certificates::check));
    }

    private HttpServer server() {
        HttpServerBuilder builder = vertx.httpServerBuilder().with(listening());
        EdgeSettings.Tls tls = settings.tls();
        if (tls == null) {
            return builder.build();
        }
        builder.with(Certificates.options(tls, settings.limits().request()));
        return OpenSSLEngineOptions.isAvailable()
                ? builder.with(new OpenSSLEngineOptions()).build()
                : builder.build();
    }

    private HttpServerConfig listening() {
        EdgeSettings.EdgeLimits limits = settings.limits();
        HttpServerConfig config = new HttpServerConfig()
                .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                .setTcpHost(settings.host())
                .setTcpPort(settings.port())
                .setIdleTimeout(limits.idle())
                .setStrictThreadMode(true)
                .setHttp1Config(new Http1ServerConfig()
                        .setMaxInitialLineLength(limits.url() + METHOD_AND_VERSION)
                        .setMaxHeaderSize(limits.headers())
                        .setMaxChunkSize(LARGEST_PIECE))
                .setHttp2Config(new Http2ServerConfig()
                        .setInitialSettings(new Http2Settings()
                                .setMaxConcurrentStreams(limits.streams())
                                .setMaxHeaderListSize(limits.headers())))
                .setWebSocketConfig(new WebSocketServerConfig()
                        .setUsePerFrameCompression(false)
                        .setUsePerMessageCompression(false));
        config.getTcpConfig().setAcceptBacklog(BACKLOG);
        // The kernel closes a connection if the client does not read its data for so long.
        config.getTcpConfig().getTransportConfig().setOption(TcpOption.USER_TIMEOUT, milliseconds(limits.idle()));
        return config;
    }

    private static int milliseconds(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
    }
}
