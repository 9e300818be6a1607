package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Event;
import dev.breakwater.testing.RawHttp;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are broken, hostile or lost. After each the server serves as before and has nothing left open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final int CONNECTIONS = 12;
    private static final Duration REQUEST = Duration.ofMillis(400);
    private static final Duration IDLE = Duration.ofMillis(1500);
    private static final String GET = "GET /go/small.info HTTP/1.1\r\nHost: here\r\n";

    private Shelf shelf;
    private Stand clear;
    private Stand secure;
    private Leaks leaks;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        leaks = Leaks.watch();
        shelf = new Shelf(folder).file("small.info", 126).file("middle.zip", 200_000);
        clear = Stand.start(shelf, false, tight());
        Shelf same = new Shelf(folder).file("small.info", 126).file("middle.zip", 200_000);
        secure = Stand.start(same, true, tight());
    }

    private static TightLimits tight() {
        return new TightLimits().connections(CONNECTIONS).request(REQUEST).idle(IDLE);
    }

    @AfterAll
    void shut() {
        clear.close();
        secure.close();
        leaks.none();
        leaks.close();
    }

    /** All connections there may be, each with a request: none is taken by who has gone. */
    @AfterEach
    void everybody_else_is_served() {
        // A busy machine may take longer for a handshake than these limits allow: that one is simply tried again.
        await().pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    for (Stand stand : List.of(clear, secure)) {
                        List<Line> lines = new ArrayList<>();
                        try {
                            for (int i = 0; i < CONNECTIONS; i++) {
                                lines.add(H1Line.connect(stand));
                                String name = i == 0 ? "middle.zip" : "small.info";
                                assertThat(lines.getLast().ask("GET", name).body())
                                        .isEqualTo(shelf.content(name));
                            }
                        } finally {
                            for (Line line : lines) {
                                line.close();
                            }
                        }
                        assertThat(stand.open()).isZero();
                    }
                });
        for (Stand stand : List.of(clear, secure)) {
            List<Event.Alarm> alarms = List.copyOf(stand.alarms);
            stand.alarms.clear();
            assertThat(alarms).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET /go/small.info HTT", GET, GET + "X-Slow: "})
    void headers_that_trickle_in_are_cut_off(String beginning) throws IOException {
        try (Raw raw = Raw.connect(clear)) {
            raw.send(beginning);
            await().pollInterval(Duration.ofMillis(50)).until(() -> !raw.trickle((byte) 'x'));
        }
    }

    @Test
    void a_handshake_that_never_ends_is_cut_off() throws IOException {
        try (Raw raw = Raw.connect(secure)) {
            raw.send(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc});
            assertThat(raw.untilClosed()).isEmpty();
        }
    }

    @Test
    void an_http2_preface_with_nothing_after_it_is_cut_off() throws IOException {
        try (Raw raw = Raw.connect(clear)) {
            raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            raw.untilClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET", "GET /go/small.info HTTP/1.1\r\n", GET, GET + "Content-Length: 7\r\n\r\nhalf"})
    void half_requests_end_with_the_connection(String half) throws IOException {
        try (Raw raw = Raw.connect(clear)) {
            assertThat(raw.send(half).finish().untilClosed()).doesNotContain("200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\0\r\n\r\n",
                "hello\r\n\r\n",
                "GET\r\n\r\n",
                "GET /go/small.info FTP/9.9\r\n\r\n",
                "GET /go/small.info HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /go/small.info HTTP/1.1\r\nHost: a\r\nna me: x\r\n\r\n",
                "GET /go/small.info HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "GET /go/small.info HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
                "GET /go/small.info HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
                "GET go/small.info HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void what_is_not_http_is_told_so_and_hung_up_on(String garbage) throws IOException {
        try (Raw raw = Raw.connect(clear)) {
            assertThat(raw.send(garbage).untilClosed())
                    .containsPattern("^[A-Z]+/[0-9.]+ [45]")
                    .doesNotContain("200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_bytes_end_in_nothing(long seed) throws IOException {
        byte[] bytes = new byte[50_000];
        new Random(seed).nextBytes(bytes);
        for (Stand stand : List.of(clear, secure)) {
            try (Raw raw = Raw.connect(stand)) {
                raw.send(bytes).finish();
                raw.untilClosed();
            } catch (SocketException e) {
                // Hung up on while sending.
            }
        }
    }

    @Test
    void a_target_that_is_too_long_is_told_so() throws IOException {
        for (int length : new int[] {8200, 9500, 100_000}) {
            try (Raw raw = Raw.connect(clear)) {
                raw.send("GET /go/" + "a".repeat(length) + " HTTP/1.1\r\nHost: here\r\n\r\n");
                assertThat(raw.untilClosed()).containsPattern("^HTTP/1.[01] 414 ");
            } catch (SocketException e) {
                assertThat(length).as("hung up on while sending").isGreaterThan(9500);
            }
        }
    }

    @Test
    void headers_that_are_too_long_are_told_so() throws IOException {
        for (String header : List.of("X-Long: " + "a".repeat(20_000) + "\r\n", "X-Many: a\r\n".repeat(3000))) {
            try (Raw raw = Raw.connect(clear)) {
                assertThat(raw.send(GET + header + "\r\n").untilClosed()).containsPattern("^HTTP/1.[01] 431 ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0,1-1 | 200",
                "bytes= | 200",
                "bytes=- | 200",
                "bytes=5-2 | 200",
                "bytes=--5 | 200",
                "bytes=5 | 200",
                "bytes=a-b | 200",
                "lines=1-2 | 200",
                "5-10 | 200",
                "bytes=0x5-9 | 200",
                "bytes=99999999999999999999999- | 416",
                "bytes=0-99999999999999999999999 | 206",
                "bytes=-99999999999999999999999 | 206",
                "bytes=-0 | 416",
                "bytes=200000- | 416"
            })
    void absurd_ranges_are_ignored_or_out_of_range(String range, int status) throws IOException {
        for (Stand stand : List.of(clear, secure)) {
            try (Line line = H1Line.connect(stand)) {
                assertThat(line.ask("GET", "middle.zip", "Range: " + range).status())
                        .isEqualTo(status);
            }
        }
    }

    @Test
    void many_ranges_and_huge_ones_get_everything() throws IOException {
        String many = "bytes=0-0" + ",5-9".repeat(3000);
        String huge = "bytes=" + "1".repeat(10_000) + "-";
        try (Line line = H1Line.connect(clear)) {
            assertThat(line.ask("GET", "middle.zip", "Range: " + many).body()).isEqualTo(shelf.content("middle.zip"));
            assertThat(line.ask("GET", "middle.zip", "Range: " + huge).status()).isEqualTo(416);
            RawHttp.Got twice = line.ask("GET", "middle.zip", "Range: bytes=0-9", "Range: bytes=20-29");
            assertThat(twice.status()).isIn(200, 206);
            assertThat(twice.end()).isEqualTo(RawHttp.End.COMPLETE);
        }
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws IOException {
        StringBuilder requests = new StringBuilder();
        StringBuilder bodies = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String name = i % 3 == 0 ? "middle.zip" : "small.info";
            requests.append("GET /go/").append(name).append(" HTTP/1.1\r\nHost: here\r\n");
            requests.append(i == 59 ? "Connection: close\r\n\r\n" : "\r\n");
            bodies.append(new String(shelf.content(name), StandardCharsets.ISO_8859_1));
        }
        for (Stand stand : List.of(clear, secure)) {
            try (Raw raw = stand == clear ? Raw.connect(stand) : Raw.secured(stand)) {
                String all = raw.send(requests.toString()).untilClosed();
                assertThat(all.replaceAll("(?s)HTTP/1\\.1 200 OK\r\n.*?\r\n\r\n", "")
                                .equals(bodies.toString()))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nhello",
                "Content-Length: 99999999999\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nnot a chunk",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"
            })
    void a_body_is_not_taken_and_nothing_after_it_is_believed(String rest) throws IOException {
        try (Raw raw = Raw.connect(clear)) {
            String all = raw.send(GET + rest + GET + "\r\n").untilClosed();
            assertThat(all).containsPattern("^[A-Z]+/[0-9.]+ [45]").doesNotContain("200 OK");
        }
    }

    @Test
    void an_empty_body_is_no_body() throws IOException {
        try (Line line = H1Line.connect(clear)) {
            RawHttp.Got got = line.ask("GET", "small.info", "Content-Length: 0");
            assertThat(got.body()).isEqualTo(shelf.content("small.info"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"})
    void other_methods_are_told_what_is_understood(String method) throws IOException {
        try (Raw raw = Raw.connect(clear)) {
            raw.send(method + " /go/small.info HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 405 ").containsIgnoringCase("allow: GET, HEAD");
        }
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_idle_ones_make_room() throws IOException {
        List<Raw> idle = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS + 20; i++) {
                idle.add(Raw.connect(clear));
            }
            for (Raw raw : idle) {
                assertThat(raw.untilClosed()).isEmpty();
            }
        } finally {
            for (Raw raw : idle) {
                raw.close();
            }
        }
    }

    @Test
    void who_speaks_tls_to_a_clear_port_is_hung_up_on() throws IOException {
        try (Raw raw = Raw.connect(clear)) {
            raw.send(new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 0});
            raw.send("\r\n\r\n");
            assertThat(raw.untilClosed()).doesNotContain("200 OK");
        }
    }

    @Test
    void who_speaks_clear_text_to_a_tls_port_is_hung_up_on() throws IOException {
        try (Raw raw = Raw.connect(secure)) {
            assertThat(raw.send(GET + "\r\n").untilClosed()).doesNotContain("200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streams_opened_and_cancelled_without_end_are_put_an_end_to(boolean tls) throws IOException {
        Stand stand = tls ? secure : clear;
        try (H2 client = H2.connect(URI.create(stand.url("")), 1 << 20)) {
            for (int i = 0; i < 5000; i++) {
                client.reset(client.ask("GET", Stand.path("middle.zip")));
            }
            H2.Frame frame = client.next();
            while (frame.type() != H2.GOAWAY) {
                frame = client.next();
            }
        } catch (EOFException | SocketException e) {
            // Hung up on at once is right too.
        }
    }

    @Test
    void frames_that_make_no_sense_end_the_connection() throws IOException {
        List<byte[]> senseless =
                List.of(new byte[] {0, 0, 0, 1}, new byte[16], "garbage".getBytes(StandardCharsets.US_ASCII));
        for (int type : new int[] {H2.DATA, H2.HEADERS, H2.WINDOW_UPDATE, H2.SETTINGS}) {
            for (byte[] payload : senseless) {
                try (H2 client = H2.connect(URI.create(clear.url("")), 1 << 20)) {
                    client.write(type, 0xff, type == H2.SETTINGS ? 0 : 77, payload);
                    H2.Frame frame = client.next();
                    while (frame.type() != H2.GOAWAY && frame.type() != H2.RST_STREAM) {
                        frame = client.next();
                    }
                } catch (EOFException | SocketException e) {
                    // Right too.
                }
            }
        }
    }
}
