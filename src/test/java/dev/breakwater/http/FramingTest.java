package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Access;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests of which two servers may see the end in different places: each is refused and its connection closed, whatever it is
 * for, so that nothing can be hidden in a body that is a request here. RFC 9112 §11.2.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingTest {
    private static final String HIDDEN = "GET /go/small.info HTTP/1.1\r\nHost: hidden\r\n\r\n";

    private Stand stand;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        stand = Stand.extended(new Shelf(folder).file("small.info", 126), new Heard(), Access.OPEN, new TightLimits());
    }

    @AfterAll
    void shut() {
        stand.close();
    }

    /** Serves {@code /} and the API: says how many bytes were sent. */
    private record Heard() implements Extension {
        @Override
        public boolean has(String path) {
            return path.equals("/") || path.startsWith("/-/api/");
        }

        @Override
        public int limit(String path) {
            return 1 << 16;
        }

        @Override
        public @Nullable ExtensionReply refusal(ExtensionRequest head) {
            return null;
        }

        @Override
        public ExtensionReply answer(ExtensionRequest visit) {
            byte[] heard = (visit.body().length + " bytes\n").getBytes(StandardCharsets.US_ASCII);
            return new ExtensionReply.WholePage(200, "text/plain", heard, Map.of());
        }
    }

    static Stream<Arguments> everywhere() {
        Stream<String> framings = Stream.of(
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked,",
                "Transfer-Encoding: ,chunked",
                "Transfer-Encoding:",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                "Transfer Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip\r\n , chunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 6",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 5 5",
                "Content-Length: 0x5",
                "Content-Length: 5a",
                "Content-Length:",
                "Content-Length: ٥",
                "Content-Length : 5",
                "Content-Length\u0000: 5",
                "Content-Length: 5\nX: y",
                "Content-Length: 5\rX: y",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked");
        return framings.flatMap(framing -> Stream.of(
                Arguments.of("GET /go/small.info", framing),
                Arguments.of("PUT /go/small.info", framing),
                Arguments.of("GET /", framing),
                Arguments.of("POST /", framing),
                Arguments.of("GET /-/live", framing),
                Arguments.of("POST /-/api/v1/refresh", framing)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void what_has_no_certain_end_is_refused_and_nothing_after_it_believed(String line, String framing)
            throws IOException {
        try (Raw raw = Raw.connect(stand)) {
            raw.send((line + " HTTP/1.1\r\nHost: here\r\n" + framing + "\r\n\r\n0\r\n\r\n" + HIDDEN)
                    .getBytes(StandardCharsets.UTF_8));
            refusedAlone(raw.untilClosed(), framing);
        } catch (SocketException e) {
            // Hung up on while sending.
        }
    }

    private static void refusedAlone(String all, String what) {
        assertThat(all).as(what).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
        assertThat(all.split("HTTP/1\\.", -1)).as("answers to %s", what).hasSize(2);
    }

    private static final String LAST = "GET /go/small.info HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    private static final String UPGRADE =
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";

    @Test
    void an_upgrade_to_http_2_is_passed_over_and_opens_no_tunnel() throws IOException {
        try (Raw raw = Raw.connect(stand)) {
            raw.send("GET /go/small.info HTTP/1.1\r\nHost: here\r\n" + UPGRADE + "\r\n" + LAST);
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 200 ").doesNotContain("HTTP/1.1 101");
        }
        // each byte by itself
        try (Raw raw = Raw.connect(stand)) {
            for (char each :
                    ("PUT /go/small.info HTTP/1.1\r\nHost: here\r\n" + UPGRADE + "\r\n" + LAST).toCharArray()) {
                raw.send(String.valueOf(each));
            }
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 101");
        }
    }

    @Test
    void an_upgrade_hides_no_framing() throws IOException {
        try (Raw raw = Raw.connect(stand)) {
            raw.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: gzip, chunked\r\n" + UPGRADE
                    + "\r\n0\r\n\r\n");
            refusedAlone(raw.untilClosed(), "upgrade");
        } catch (SocketException e) {
            // Hung up on while sending.
        }
    }

    static Stream<String> chunks() {
        return Stream.of(
                "+5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5;a=b\nc\r\nhello\r\n0\r\n\r\n",
                "5;" + "a".repeat(100_000) + "\r\nhello\r\n0\r\n\r\n",
                "100000000000000005\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void chunks_that_are_none_end_the_connection(String chunks) throws IOException {
        try (Raw raw = Raw.connect(stand)) {
            raw.send("POST /-/api/v1/refresh HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
            raw.send(chunks + HIDDEN);
            assertThat(raw.untilClosed()).doesNotContain(" 200 ");
        } catch (SocketException e) {
            // Hung up on while sending.
        }
    }

    @Test
    void chunked_in_any_case_is_understood() throws IOException {
        try (Raw raw = Raw.connect(stand)) {
            raw.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: \t ChunkeD\r\nConnection: close\r\n\r\n");
            raw.send("5\r\nhello\r\n0\r\n\r\n");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 200 ").contains("5 bytes");
        }
    }

    @Test
    void two_lengths_over_http_1_0_hide_nothing() throws IOException {
        String[] heads = {
            "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n",
            "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"
        };
        for (String head : heads) {
            try (Raw raw = Raw.connect(stand)) {
                String all = raw.send(head + HIDDEN).untilClosed();
                assertThat(all.split("HTTP/1\\.", -1)).as(head).hasSize(2);
            }
        }
    }
}
