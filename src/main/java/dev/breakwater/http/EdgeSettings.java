package dev.breakwater.http;

import dev.breakwater.store.Descriptors;
import io.netty.util.internal.PlatformDependent;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the server listens.
 *
 * @param host the address to listen on, as in {@code 127.0.0.1}
 * @param port the port, 0 for any free one
 * @param tls the certificate to serve over TLS with; missing for clear text
 * @param node this node's id in {@code Via}, where a request that comes back is recognised by it
 * @param limits what one client may take
 */
public record EdgeSettings(String host, int port, @Nullable Tls tls, String node, EdgeLimits limits) {
    /** Clear text on {@code host:port} with the usual limits. */
    public static EdgeSettings of(String host, int port, String node) {
        return new EdgeSettings(host, port, null, node, EdgeLimits.USUAL);
    }

    /** The same at another port. */
    EdgeSettings at(int other) {
        return new EdgeSettings(host, other, tls, node, limits);
    }

    /** A certificate chain and its key, PEM files both; they are read again when they change. */
    public record Tls(Path certificate, Path key) {}

    /**
     * What one client may take.
     *
     * @param url the longest request target, in bytes; 414 beyond
     * @param headers all headers of a request together, in bytes; 431 beyond
     * @param connections connections at a time; for one beyond, one without a request is closed
     * @param streams concurrent requests on one HTTP/2 connection
     * @param request how long a client may take for its first bytes, and for a request's headers, once it has begun
     * @param idle how long a connection may stay without a request, or a client without reading
     * @param answers memory that answers may take which their clients are slow to read, in bytes; 503, or a refused stream, beyond
     * @param body how long a client may take to send what a page or the API takes in
     * @param bodies memory for what is being sent so, on each event loop, in bytes; 503 beyond
     * @param hotBytes memory for answers that are kept ready, in bytes
     * @param hotFiles open files for answers that are kept ready
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
