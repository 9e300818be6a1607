package dev.breakwater.http;

import dev.breakwater.store.Descriptors;
import io.netty.util.internal.PlatformDependent;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the HTTP server.
 *
 * @param host the address to listen on, such as {@code 127.0.0.1}
 * @param port the port, 0 for any free one
 * @param tls the certificate to serve over TLS with; missing for clear text
 * @param node this node's id in {@code Via}, which detects request loops
 * @param limits the limits for clients
 */
public record EdgeSettings(String host, int port, @Nullable Tls tls, String node, EdgeLimits limits) {
    /** Clear text on {@code host:port} with the default limits. */
    public static EdgeSettings of(String host, int port, String node) {
        return new EdgeSettings(host, port, null, node, EdgeLimits.USUAL);
    }

    /** The same at another port. */
    EdgeSettings at(int other) {
        return new EdgeSettings(host, other, tls, node, limits);
    }

    /** A certificate chain and its key, PEM files both; they are reloaded when they change. */
    public record Tls(Path certificate, Path key) {}

    /**
     * The limits for clients.
     *
     * @param url the longest request target, in bytes; 414 beyond
     * @param headers all headers of a request together, in bytes; 431 beyond
     * @param connections connections at a time; for one beyond, one without a request is closed
     * @param streams concurrent requests on one HTTP/2 connection
     * @param request how long a client may take for its first bytes, and for a request's headers, once it has begun
     * @param idle how long a connection may stay without a request, or a client without reading
     * @param answers memory for answers that clients are slow to read, in bytes; 503, or a refused stream, beyond
     * @param body how long a client may take to send a body to a page or the API
     * @param bodies memory for these bodies, on each event loop, in bytes; 503 beyond
     * @param hotBytes memory for answers in the hot cache, in bytes
     * @param hotFiles open files for answers in the hot cache
     */
    public record EdgeLimits(
            int url,
            int headers,
            int connections,
            int streams,
            Duration request,
            Duration idle,
            long answers,
            Duration body,
            long bodies,
            long hotBytes,
            int hotFiles) {
        /** Go keeps an idle connection for 90 s: a server that closes later never closes on a request under way. */
        public static final EdgeLimits USUAL = new EdgeLimits(
                8 << 10,
                16 << 10,
                Descriptors.limit() / 2,
                250,
                Duration.ofSeconds(10),
                Duration.ofSeconds(120),
                PlatformDependent.maxDirectMemory() / 2,
                Duration.ofSeconds(10),
                16L << 20,
                32L << 20,
                Descriptors.limit() / 4);
    }
}
