package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds whatever the client speaks: every body is right to the last byte or visibly broken off, nothing hangs, and
 * when it is over no file, no tail and no buffer is left open.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpEdgeContract {
    private static final int SMALL = 126;
    private static final int MIDDLE = 200_000;
    private static final int LARGE = 5_000_000;

    private static final byte[] FEW = "a few bytes".getBytes(StandardCharsets.US_ASCII);

    private Path folder;
    private Shelf shelf;
    private Stand stand;
    private Leaks leaks;

    /** Whether the server speaks TLS. */
    abstract boolean tls();

    /** A new connection to it. */
    abstract Line connect(Stand stand) throws IOException;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        leaks = Leaks.watch();
        shelf = new Shelf(folder)
                .file("small.info", SMALL)
                .file("middle.zip", MIDDLE)
                .file("large.zip", LARGE)
                .coded("few.json", FEW)
                .coded("coded.json", Shelf.bytes("coded", LARGE))
                .damaged("damaged.json", Shelf.bytes("coded", LARGE))
                .file("text.json", "a line of text\n".repeat(4000).getBytes(StandardCharsets.US_ASCII));
        byte[] growing = Shelf.bytes("growing", LARGE);
        byte[] little = Arrays.copyOf(growing, 20_000);
        shelf.growing("fast.zip", () -> GrowingTail.fast(growing, true))
                .growing("unknown.zip", () -> GrowingTail.fast(growing, false))
                .growing("empty.zip", () -> GrowingTail.fast(new byte[0], true))
                .growing("slow.zip", () -> GrowingTail.slow(little, 2000, Duration.ofMillis(5)))
                .growing("broken.zip", () -> GrowingTail.broken(growing, 1_000_000))
                .growing("dead.zip", () -> GrowingTail.broken(growing, 0));
        stand = Stand.start(shelf, tls());
    }

    @AfterAll
    void shut() {
        stand.close();
        leaks.none();
        leaks.close();
    }

    @AfterEach
    void everything_is_closed_again() {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() ->
                        assertThat(stand.open()).as("open files and tails").isZero());
    }

    private void whole(RawHttp.Got got, byte[] content) {
        assertThat(got.end()).isEqualTo(RawHttp.End.COMPLETE);
        assertThat(got.status()).isEqualTo(200);
        assertSame(got.body(), content);
    }

    /** Without printing megabytes. */
    private static void assertSame(byte[] got, byte[] expected) {
        assertThat(got.length).isEqualTo(expected.length);
        assertThat(Arrays.mismatch(got, expected)).as("first wrong byte").isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.info", "middle.zip", "large.zip"})
    void bodies_are_the_same_bytes_fetched_and_hot(String name) throws IOException {
        try (Line line = connect(stand)) {
            for (int i = 0; i < 3; i++) {
                RawHttp.Got got = line.ask("GET", name);
                whole(got, shelf.content(name));
                assertThat(got.header("content-length")).isEqualTo(Integer.toString(shelf.content(name).length));
                assertThat(got.header("x-breakwater")).startsWith(i == 0 ? "miss" : "hit");
                assertThat(got.header("x-content-type-options")).isEqualTo("nosniff");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.info", "middle.zip", "large.zip"})
    void a_head_has_the_headers_alone(String name) throws IOException {
        try (Line line = connect(stand)) {
            for (int i = 0; i < 2; i++) {
                RawHttp.Got got = line.ask("HEAD", name);
                assertThat(got.end()).isEqualTo(RawHttp.End.COMPLETE);
                assertThat(got.status()).isEqualTo(200);
                assertThat(got.header("content-length")).isEqualTo(Integer.toString(shelf.content(name).length));
                assertThat(got.length()).isZero();
            }
            whole(line.ask("GET", name), shelf.content(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.info", "middle.zip", "large.zip"})
    void a_range_is_that_part(String name) throws IOException {
        byte[] content = shelf.content(name);
        int size = content.length;
        try (Line line = connect(stand)) {
            part(line, name, "bytes=5-99", 5, 100);
            part(line, name, "bytes=100-", 100, size);
            part(line, name, "bytes=-26", size - 26, size);
            part(line, name, "bytes=-" + 2L * LARGE, 0, size);
            RawHttp.Got behind = line.ask("GET", name, "Range: bytes=" + size + "-");
            assertThat(behind.status()).isEqualTo(416);
            assertThat(behind.header("content-range")).isEqualTo("bytes */" + size);
            whole(line.ask("GET", name), content);
        }
    }

    private void part(Line line, String name, String range, int from, int to) throws IOException {
        RawHttp.Got got = line.ask("GET", name, "Range: " + range);
        byte[] content = shelf.content(name);
        assertThat(got.end()).isEqualTo(RawHttp.End.COMPLETE);
        assertThat(got.status()).isEqualTo(206);
        assertThat(got.header("content-range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/" + content.length);
        assertSame(got.body(), Arrays.copyOfRange(content, from, to));
    }

    @Test
    void who_has_it_already_gets_no_body() throws IOException {
        try (Line line = connect(stand)) {
            for (String name : List.of("small.info", "large.zip")) {
                String tag = line.ask("HEAD", name).header("etag");
                RawHttp.Got got = line.ask("GET", name, "If-None-Match: " + tag);
                assertThat(got.status()).isEqualTo(304);
                assertThat(got.length()).isZero();
                whole(line.ask("GET", name, "If-None-Match: \"another\""), shelf.content(name));
            }
        }
    }

    @Test
    void text_is_compressed_for_those_who_understand_it() throws IOException {
        try (Line line = connect(stand)) {
            for (int i = 0; i < 2; i++) {
                RawHttp.Got got = line.ask("GET", "text.json", "Accept-Encoding: gzip");
                assertThat(got.header("content-encoding")).isEqualTo("gzip");
                try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(got.body()))) {
                    assertSame(gzip.readAllBytes(), shelf.content("text.json"));
                }
                whole(line.ask("GET", "text.json"), shelf.content("text.json"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"few.json", "coded.json"})
    void coded_content_is_sent_as_stored_or_decoded(String name) throws IOException {
        byte[] plain = name.equals("few.json") ? FEW : Shelf.bytes("coded", LARGE);
        try (Line line = connect(stand)) {
            for (int i = 0; i < 2; i++) {
                RawHttp.Got coded = line.ask("GET", name, "Accept-Encoding: gzip");
                whole(coded, shelf.content(name));
                assertThat(coded.header("content-encoding")).isEqualTo("gzip");
                assertThat(coded.header("content-length")).isEqualTo(Long.toString(coded.length()));
                RawHttp.Got decoded = line.ask("GET", name);
                whole(decoded, plain);
                assertThat(decoded.header("content-encoding")).isEmpty();
                assertThat(decoded.header("x-breakwater")).startsWith("hit");
                RawHttp.Got head = line.ask("HEAD", name);
                assertThat(head.header("content-length")).isEmpty();
                assertThat(head.header("etag")).isEqualTo(decoded.header("etag"));
            }
        }
    }

    @Test
    void coded_content_is_decoded_for_a_first_request_too() throws IOException {
        shelf.coded("cold.json", Shelf.bytes("coded", LARGE));
        try (Line line = connect(stand)) {
            RawHttp.Got decoded = line.ask("GET", "cold.json");
            whole(decoded, Shelf.bytes("coded", LARGE));
            assertThat(decoded.header("x-breakwater")).startsWith("miss");
        }
    }

    @Test
    void coded_content_that_is_cut_does_not_pass_for_complete() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Line line = connect(stand)) {
                brokenOff(line.ask("GET", "damaged.json"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"large.zip", "fast.zip", "coded.json"})
    void clients_that_go_away_in_the_middle_disturb_nobody(String name) throws IOException {
        stand.served.clear();
        try (Line line = connect(stand)) {
            for (int i = 0; i < 10; i++) {
                line.abort(name);
            }
            whole(line.ask("GET", "middle.zip"), shelf.content("middle.zip"));
        }
        await().untilAsserted(() -> assertThat(stand.served).hasSize(11));
    }

    @Test
    void many_requests_on_one_connection_each_get_their_own() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            names.addAll(List.of("small.info", "middle.zip", "slow.zip", "text.json"));
        }
        names.addAll(List.of("large.zip", "fast.zip", "large.zip", "unknown.zip"));
        try (Line line = connect(stand)) {
            List<RawHttp.Got> all = line.many(names);
            for (int i = 0; i < names.size(); i++) {
                whole(all.get(i), content(names.get(i)));
            }
        }
    }

    private byte[] content(String name) {
        return switch (name) {
            case "fast.zip", "unknown.zip" -> Shelf.bytes("growing", LARGE);
            case "slow.zip" -> Arrays.copyOf(Shelf.bytes("growing", LARGE), 20_000);
            default -> shelf.content(name);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast.zip", "unknown.zip", "slow.zip"})
    void what_still_arrives_comes_whole(String name) throws IOException {
        try (Line line = connect(stand)) {
            whole(line.ask("GET", name), content(name));
            whole(line.ask("GET", "small.info"), shelf.content("small.info"));
        }
    }

    @Test
    void what_arrives_may_be_nothing() throws IOException {
        try (Line line = connect(stand)) {
            whole(line.ask("GET", "empty.zip"), new byte[0]);
            assertThat(line.ask("HEAD", "fast.zip").header("content-length")).isEqualTo(Integer.toString(LARGE));
            whole(line.ask("GET", "small.info"), shelf.content("small.info"));
        }
    }

    @Test
    void what_breaks_off_while_it_arrives_does_not_pass_for_complete() throws IOException {
        try (Line line = connect(stand)) {
            RawHttp.Got got = line.ask("GET", "broken.zip");
            brokenOff(got);
            assertSame(got.body(), Arrays.copyOf(Shelf.bytes("growing", LARGE), (int) got.length()));
        }
        try (Line line = connect(stand)) {
            assertThat(line.ask("GET", "dead.zip").status()).isEqualTo(503);
            whole(line.ask("GET", "small.info"), shelf.content("small.info"));
        }
    }

    @Test
    void a_file_that_turns_out_shorter_does_not_pass_for_complete() throws IOException {
        shelf.file("cut.zip", LARGE);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("cut.zip").toFile(), "rw")) {
            file.setLength(1_000_000);
        }
        for (int i = 0; i < 2; i++) {
            try (Line line = connect(stand)) {
                brokenOff(line.ask("GET", "cut.zip"));
            }
        }
    }

    private static void brokenOff(RawHttp.Got got) {
        assertThat(got.end()).isIn(RawHttp.End.RESET, RawHttp.End.CLOSED);
        assertThat(got.length()).isLessThan(LARGE);
    }
}
