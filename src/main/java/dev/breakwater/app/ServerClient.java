package dev.breakwater.app;

import dev.breakwater.cli.ServerFiles;
import dev.breakwater.config.Settings;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client of a running server, with the outbound settings of its configuration. */
final class ServerClient implements ServerFiles {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Longer than a server waits for all of its upstreams. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private static final Set<String> HELD = Set.of("hit", "revalidated", "stale");
    private static final int CHUNK = 64 << 10;
    private static final int SAID = 2 << 10;

    private final URI address;
    private final Map<String, String> headers;
    private final OutboundHttp.OriginClient line;

    private ServerClient(URI address, Map<String, String> headers, OutboundHttp.OriginClient line) {
        this.address = address;
        this.headers = headers;
        this.line = line;
    }

    /** A client with {@code token}, or without one. */
    static ServerFiles to(URI address, @Nullable String token, Settings settings) {
        OutboundHttp.OriginClient line =
                WayOut.to(address.getHost(), null, settings).line(CONNECT, ANSWER, null);
        return new ServerClient(address, token == null ? Map.of() : Map.of("Authorization", "Bearer " + token), line);
    }

    @Override
    public Got get(String path, OutputStream body) throws IOException {
        try (OutboundResponse reply = line.get(address + path, headers, new Cancellation())) {
            if (reply.status() != 200) {
                return new Got(reply.status(), 0, false, reply.beginning(SAID));
            }
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long bytes = 0;
            for (int count; (count = reply.read(chunk.clear())) >= 0; bytes += count) {
                body.write(chunk.array(), 0, count);
            }
            String how = reply.header("X-Breakwater");
            boolean held = how != null && HELD.contains(how.split(";", -1)[0].strip());
            return new Got(reply.status(), bytes, held, "");
        } catch (WebException e) {
            if (e.fault() == WebException.HttpFault.CONNECT || e.fault() == WebException.HttpFault.NAME) {
                throw (IOException)
                        new ConnectException("no server answers at " + address + ": " + e.getMessage()).initCause(e);
            }
            throw e;
        }
    }
}
