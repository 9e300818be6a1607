package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that could not ask its own upstreams says so with a 304 too. */
class PeerNotModifiedTest {
    private static final Sink NOTHING = new Sink() {
        @Override
        public boolean begin(Head head) {
            throw new AssertionError("a 304 has no body");
        }

        @Override
        public void write(ByteBuffer bytes) {
            throw new AssertionError("a 304 has no body");
        }
    };

    @ParameterizedTest(name = "peer: {0}, X-Breakwater: {1}")
    @CsvSource({
        "true, stale; upstream=a, true",
        "true, stale, true",
        "true, revalidated; upstream=a, false",
        "false, stale; upstream=a, false",
    })
    void it_is_stale_if_the_peer_says_so(boolean peer, String how, boolean stale) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("X-Breakwater", how);
                exchange.sendResponseHeaders(304, -1);
            }
        });
        server.start();
        try {
            URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            Mirror mirror = new Mirror(
                    new Mirror.MirrorAddress("m", base, "m", 1, peer, Map.of(), null),
                    Mirror.MirrorLimits.USUAL,
                    new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE));
            Ask ask = new Ask("list", Traffic.METADATA, 0, "\"e\"", List.of(), false, new Cancellation());
            assertThat(mirror.get(ask, NOTHING)).isEqualTo(new Outcome.NotModified("304", stale));
        } finally {
            server.stop(0);
        }
    }
}
