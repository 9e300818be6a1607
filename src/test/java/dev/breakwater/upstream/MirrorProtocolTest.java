package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a format's protocol adds to the exchange with one mirror. */
class MirrorProtocolTest {
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> challenges = new CopyOnWriteArrayList<>();

    private final UpstreamAuth auth = new UpstreamAuth() {
        @Override
        public Map<String, String> headers(Ask ask) {
            return challenges.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer token");
        }

        @Override
        public boolean answer(Ask ask, List<String> sent) {
            return challenges.addAll(sent);
        }
    };

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private String serve(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            handler.handle(exchange);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Outcome get(String url, Map<String, String> headers) throws IOException {
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        Mirror mirror = new Mirror(
                new Mirror.MirrorAddress(
                        "m", URI.create(url), "m", 1, false, Map.of("authorization", "Basic fixed"), null),
                Mirror.MirrorLimits.USUAL,
                web,
                new Mirror.MirrorProtocol(ResponseRules.USUAL, auth));
        Ask ask = new Ask(
                "a", Traffic.METADATA, 0, null, List.of(), false, null, new Cancellation(), headers, Set.of("x-kept"));
        return mirror.get(ask, new Sink() {
            @Override
            public boolean begin(Head head) {
                return true;
            }

            @Override
            public void write(ByteBuffer bytes) {
                bytes.position(bytes.limit());
            }
        });
    }

    @Test
    void a_mirror_that_asks_for_credentials_is_asked_once_more() throws IOException {
        List<List<String>> sent = new CopyOnWriteArrayList<>();
        String url = serve(exchange -> {
            sent.add(exchange.getRequestHeaders().get("Authorization"));
            exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"a\"");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"b\"");
            exchange.sendResponseHeaders(401, -1);
        });
        assertThat(get(url, Map.of())).isInstanceOf(Outcome.Denied.class);
        assertThat(challenges).containsExactly("Bearer realm=\"a\"", "Basic realm=\"b\"");
        assertThat(sent).containsExactly(List.of("Basic fixed"), List.of("Bearer token"));
    }

    @Test
    void a_host_that_a_mirror_leads_to_gets_no_answer_to_its_challenge_but_what_is_accepted() throws IOException {
        List<String> accepted = new CopyOnWriteArrayList<>();
        String stranger = serve(exchange -> {
            accepted.add(exchange.getRequestHeaders().getFirst("Accept"));
            exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"http://evil.test/\"");
            exchange.sendResponseHeaders(401, -1);
        });
        String url = serve(exchange -> {
            exchange.getResponseHeaders().add("Location", stranger + "/a");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(get(url, Map.of("Accept", "application/x"))).isInstanceOf(Outcome.Denied.class);
        assertThat(challenges).isEmpty();
        assertThat(accepted).containsExactly("application/x");
    }

    @Test
    void only_what_was_asked_for_is_kept_and_nothing_of_great_length() throws IOException {
        for (int length : new int[] {10, 2000}) {
            String url = serve(exchange -> {
                exchange.getResponseHeaders().add("X-Kept", "k".repeat(length));
                exchange.getResponseHeaders().add("X-Other", "o");
                exchange.sendResponseHeaders(200, 1);
                exchange.getResponseBody().write('a');
            });
            assertThat(get(url, Map.of()))
                    .isInstanceOfSatisfying(
                            Outcome.Found.class,
                            found -> assertThat(found.head().headers())
                                    .isEqualTo(length == 10 ? Map.of("x-kept", "k".repeat(10)) : Map.of()));
        }
    }

    @Test
    void what_the_server_says_itself_of_an_answer_is_not_taken_from_a_mirror() {
        for (String name : List.of("set-cookie", "cache-control", "content-length", "X-Upper")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new UpstreamRequest(_ -> "a", Map.of(), Set.of(name)));
        }
    }
}
