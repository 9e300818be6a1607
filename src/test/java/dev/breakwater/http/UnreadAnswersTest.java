package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask and ask, and read nothing: what they are sent is bounded, and nobody else notices. */
class UnreadAnswersTest {
    private static final int REQUESTS = 400;

    @TempDir
    private Path folder;

    private Shelf shelf;

    @BeforeEach
    void shelf() throws IOException {
        String list = new Random(7)
                .ints(25_000)
                .mapToObj(i -> "v1.0.0-20200101000000-" + Integer.toHexString(i) + "0000\n")
                .collect(Collectors.joining());
        shelf = new Shelf(folder)
                .file("list", list.getBytes(StandardCharsets.US_ASCII))
                .file("small.info", 126);
    }

    private static String get(String name) {
        return "GET /go/" + name + " HTTP/1.1\r\nHost: here\r\nAccept-Encoding: gzip\r\n\r\n";
    }

    /** How many lists were sent, as far as the server knows. */
    private static long lists(Stand stand) {
        return stand.served.stream()
                .filter(each -> each.target().endsWith("/list"))
                .count();
    }

    /** Asks on several connections, so that each event loop gets one. */
    private static void everybody_else_is_served(Stand stand) throws IOException {
        for (int i = 0; i < 6; i++) {
            assertThat(RawHttp.get(stand.url("small.info")).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pipelined_requests_wait_until_the_answers_before_are_read(boolean tls) throws IOException {
        try (Stand stand = Stand.start(shelf, tls);
                Raw raw = tls ? Raw.secured(stand) : Raw.connect(stand)) {
            // Into memory, so that the next are answered at once.
            assertThat(RawHttp.get(stand.url("list"), "Accept-Encoding: gzip").status())
                    .isEqualTo(200);
            await().until(() -> lists(stand) == 1);
            stand.served.clear();
            raw.send(get("list").repeat(REQUESTS));
            await().until(() -> lists(stand) > 0);
            everybody_else_is_served(stand);
            assertThat(lists(stand)).isLessThan(REQUESTS / 4);
            raw.send("GET /go/small.info HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
            assertThat(raw.untilClosed().split("HTTP/1.1 200 OK", -1)).hasSize(REQUESTS + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_of_which_nothing_is_taken_is_given_up(boolean tls) throws IOException {
        shelf.file("big.zip", 30_000_000);
        try (Stand stand = Stand.start(shelf, tls, new TightLimits().idle(Duration.ofMillis(400)));
                Raw raw = tls ? Raw.secured(stand) : Raw.connect(stand)) {
            raw.send(get("big.zip"));
            await().until(() -> stand.edge.requests() == 1);
            await().until(() -> stand.edge.requests() == 0);
            await().untilAsserted(() -> assertThat(stand.open()).isZero());
        }
    }
}
