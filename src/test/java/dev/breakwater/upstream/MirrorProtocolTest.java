package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a format's protocol adds to the exchange with one mirror. */
class MirrorProtocolTest {
    private final List<HttpServer> servers = new ArrayList<>();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
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
        return get(url, headers, false, 0);
    }

    private Outcome get(String url, Map<String, String> headers, boolean gzip, long from) throws IOException {
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        Mirror mirror = new Mirror(
                new Mirror.MirrorAddress(
                        "m", URI.create(url), "m", 1, false, Map.of("authorization", "Basic fixed"), null),
                Mirror.MirrorLimits.USUAL,
                web,
                new Mirror.MirrorProtocol(ResponseRules.USUAL, auth));
        Ask ask = new Ask(
                "a",
                Traffic.METADATA,
                from,
                null,
                List.of(),
                false,
                null,
                new Cancellation(),
                headers,
                Set.of("x-kept"),
                gzip,
                null,
                false);
        return mirror.get(ask, new Sink() {
            @Override
            public boolean begin(Head head) {
                return true;
            }

            @Override
            public void write(ByteBuffer bytes) {
                byte[] some = new byte[bytes.remaining()];
                bytes.get(some);
                got.writeBytes(some);
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

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** A mirror that sends {@code body} as gzip, with a length or in chunks. */
    private String gzipped(byte[] body, boolean chunked, List<String> accepted) throws IOException {
        return serve(exchange -> {
            accepted.addAll(exchange.getRequestHeaders().get("Accept-Encoding"));
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.getResponseHeaders().add("ETag", "\"coded\"");
            exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    @Test
    void gzip_is_asked_for_on_request_and_decoded_as_it_arrives() throws IOException {
        List<String> accepted = new CopyOnWriteArrayList<>();
        String url = gzipped(gzip("document".repeat(100_000)), false, accepted);
        Outcome.Found found = (Outcome.Found) get(url, Map.of(), true, 0);
        assertThat(got.toString(StandardCharsets.US_ASCII)).isEqualTo("document".repeat(100_000));
        assertThat(found.head().etag()).isEqualTo("\"coded\"");
        assertThat(found.head().total()).as("of what it sends").isEqualTo(-1);
        assertThat(found.head().ranges()).isFalse();
        get(url, Map.of());
        get(url, Map.of(), true, 5);
        assertThat(accepted).containsExactly("gzip", "identity", "identity");
    }

    @Test
    void gzip_is_asked_for_across_redirects() throws IOException {
        List<String> accepted = new CopyOnWriteArrayList<>();
        String other = gzipped(gzip("document"), false, accepted);
        String url = serve(exchange -> {
            exchange.getResponseHeaders().add("Location", other + "/a");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(get(url, Map.of(), true, 0)).isInstanceOf(Outcome.Found.class);
        assertThat(accepted).containsExactly("gzip");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_gzip_stream_that_is_cut_is_no_completed_transfer(boolean chunked) throws IOException {
        byte[] whole = gzip("a document, of which something is missing");
        for (int length = 1; length < whole.length; length++) {
            String url = gzipped(Arrays.copyOf(whole, length), chunked, new ArrayList<>());
            assertThat(get(url, Map.of(), true, 0))
                    .as("after %s of %s bytes", length, whole.length)
                    .isInstanceOf(Outcome.Unavailable.class);
            stop();
        }
        assertThat(get(gzipped(whole, chunked, new ArrayList<>()), Map.of(), true, 0))
                .isInstanceOf(Outcome.Found.class);
    }

    @Test
    void a_gzip_stream_with_a_name_and_a_comment_is_decoded() throws IOException {
        byte[] plain = gzip("named");
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.write(plain, 0, 3);
        named.write(4 | 8 | 16);
        named.write(plain, 4, 6);
        named.writeBytes("\2\0xyname\0comment\0".getBytes(StandardCharsets.US_ASCII));
        named.write(plain, 10, plain.length - 10);
        assertThat(get(gzipped(named.toByteArray(), false, new ArrayList<>()), Map.of(), true, 0))
                .isInstanceOf(Outcome.Found.class);
        assertThat(got).hasToString("named");
    }

    @Test
    void what_the_server_says_itself_of_an_answer_is_not_taken_from_a_mirror() {
        for (String name : List.of("set-cookie", "cache-control", "content-length", "X-Upper")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new UpstreamRequest(_ -> "a", Map.of(), Set.of(name)));
        }
    }
}
