package dev.breakwater.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONG = 100_000;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = new byte[LONG];
        Arrays.fill(body, (byte) 'a');
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, LONG);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private OutboundResponse get() throws WebException {
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/keys?signature=secret";
        return web.line(PATIENCE, PATIENCE, null).get(url, Map.of(), new Cancellation());
    }

    @ParameterizedTest
    @ValueSource(ints = {LONG, LONG + 1, Integer.MAX_VALUE})
    void body_within_its_limit_is_read_whole(int most) throws Exception {
        try (OutboundResponse reply = get()) {
            assertThat(reply.bytes(most)).hasSize(LONG).containsOnly('a');
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LONG - 1})
    void body_beyond_its_limit_is_refused_with_limit_and_address(int most) throws Exception {
        try (OutboundResponse reply = get()) {
            assertThatThrownBy(() -> reply.bytes(most))
                    .isInstanceOf(WebException.class)
                    .hasMessageMatching("http://127\\.0\\.0\\.1:\\d+/keys sent more than " + most + " bytes")
                    .extracting(e -> ((WebException) e).fault())
                    .isEqualTo(WebException.HttpFault.PROTOCOL);
        }
    }

    @Test
    void the_beginning_ends_at_its_limit_or_with_the_body() throws Exception {
        try (OutboundResponse reply = get()) {
            assertThat(reply.beginning(5)).isEqualTo("aaaaa");
            assertThat(reply.beginning(LONG)).hasSize(LONG - 5);
            assertThat(reply.beginning(1)).isEmpty();
        }
    }
}
