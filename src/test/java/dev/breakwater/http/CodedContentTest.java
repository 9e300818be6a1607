package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.RawHttp;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which representation of stored gzip a client gets, and what its conditions and ranges are about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodedContentTest {
    private static final byte[] PLAIN = "{\"a\": \"document\"}\n".repeat(9000).getBytes(StandardCharsets.US_ASCII);
    private static final String GZIP = "Accept-Encoding: gzip";
    private static final String NAME = "document.json";

    private Stand stand;
    private RawHttp line;
    private byte[] stored;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Shelf shelf = new Shelf(folder).coded(NAME, PLAIN);
        stored = shelf.content(NAME);
        stand = Stand.start(shelf, false);
        line = RawHttp.connect(URI.create(stand.url("")), Duration.ofSeconds(20));
    }

    @AfterAll
    void stop() throws IOException {
        line.close();
        stand.close();
    }

    private RawHttp.Got get(String... headers) throws IOException {
        return line.ask("GET", Stand.path(NAME), headers);
    }

    private String tag(String... headers) throws IOException {
        return line.ask("HEAD", Stand.path(NAME), headers).header("ETag");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "br, gzip;q=0.1 | true",
                "gzip, deflate, br | true",
                "* | true",
                "identity;q=0.5, gzip;q=0.8 | true",
                "gzip;q=0 | false",
                "br | false",
                "identity | false",
                "identity, gzip;q=0.5 | false",
                "*;q=0 | false",
                "'' | false",
            })
    void the_client_decides_which_form_it_gets(String accepted, boolean coded) throws IOException {
        for (int i = 0; i < 2; i++) {
            RawHttp.Got got = get("Accept-Encoding: " + accepted);
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.header("Content-Encoding")).isEqualTo(coded ? "gzip" : "");
            assertThat(got.header("Vary")).isEqualTo("accept-encoding");
            assertThat(Arrays.equals(got.body(), coded ? stored : PLAIN)).isTrue();
        }
    }

    @Test
    void the_first_answer_is_as_later_ones(@TempDir Path folder) throws IOException {
        try (Stand cold = Stand.start(new Shelf(folder).coded("a.json", PLAIN).coded("b.json", PLAIN), false)) {
            assertThat(Arrays.equals(RawHttp.get(cold.url("a.json")).body(), PLAIN))
                    .isTrue();
            RawHttp.Got coded = RawHttp.get(cold.url("b.json"), GZIP);
            assertThat(Arrays.equals(coded.body(), stored)).isTrue();
            assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(coded.header("X-Breakwater")).startsWith("miss");
        }
    }

    @Test
    void a_head_says_what_a_get_would() throws IOException {
        RawHttp.Got coded = line.ask("HEAD", Stand.path(NAME), GZIP);
        assertThat(coded.header("Content-Length")).isEqualTo(Integer.toString(stored.length));
        assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
        RawHttp.Got plain = line.ask("HEAD", Stand.path(NAME));
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.headers()).doesNotContainKeys("content-length", "content-encoding", "accept-ranges");
        assertThat(plain.header("Vary")).isEqualTo("accept-encoding");
    }

    @Test
    void each_form_has_a_strong_tag_of_its_own_and_is_revalidated_by_it() throws IOException {
        String coded = tag(GZIP);
        String plain = tag();
        assertThat(coded).startsWith("\"").isNotEqualTo(plain);
        assertThat(plain).startsWith("\"");
        assertThat(get(GZIP, "If-None-Match: " + coded).status()).isEqualTo(304);
        assertThat(get("If-None-Match: " + plain).status()).isEqualTo(304);
        assertThat(get(GZIP, "If-None-Match: " + plain).status()).isEqualTo(200);
        assertThat(get("If-None-Match: " + coded).status()).isEqualTo(200);
        RawHttp.Got unchanged = get("If-None-Match: " + coded + ", " + plain);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("ETag")).isEqualTo(plain);
        assertThat(unchanged.header("Vary")).isEqualTo("accept-encoding");
    }

    @Test
    void either_form_is_revalidated_by_its_date() throws IOException {
        String modified = line.ask("HEAD", Stand.path(NAME), GZIP).header("Last-Modified");
        assertThat(get("If-Modified-Since: " + modified).status()).isEqualTo(304);
        assertThat(get(GZIP, "If-Modified-Since: " + modified).status()).isEqualTo(304);
    }

    @Test
    void a_range_of_the_coded_form_is_one_of_its_coded_bytes() throws IOException {
        RawHttp.Got part = get(GZIP, "Range: bytes=10-19", "If-Range: " + tag(GZIP));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(part.header("ETag")).isEqualTo(tag(GZIP));
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + stored.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(stored, 10, 20));
        assertThat(get(GZIP, "Range: bytes=" + stored.length + "-").status()).isEqualTo(416);
    }

    /** What another server of ours gets that has this one for an upstream. */
    private Outcome peer(boolean gzip, @Nullable String etag, ByteArrayOutputStream into) throws IOException {
        Mirror mirror = new Mirror(
                new Mirror.MirrorAddress("p", URI.create(stand.url("")), "p", 1, true, Map.of(), null),
                Mirror.MirrorLimits.USUAL,
                new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE));
        Ask ask = new Ask(
                NAME,
                Traffic.METADATA,
                0,
                etag,
                List.of(),
                false,
                null,
                new Cancellation(),
                Map.of(),
                Set.of(),
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
                into.writeBytes(some);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_peer_gets_plain_content_and_revalidates_it_in_the_form_it_asks_for(boolean gzip) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Outcome.Found found = (Outcome.Found) peer(gzip, null, got);
        assertThat(Arrays.equals(got.toByteArray(), PLAIN)).isTrue();
        assertThat(found.head().etag()).isEqualTo(gzip ? tag(GZIP) : tag());
        assertThat(peer(gzip, found.head().etag(), got)).isInstanceOf(Outcome.NotModified.class);
    }

    @Test
    void a_range_never_mixes_the_forms() throws IOException {
        RawHttp.Got plain = get("Range: bytes=10-19");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(Arrays.equals(plain.body(), PLAIN)).isTrue();
        RawHttp.Got other = get(GZIP, "Range: bytes=10-19", "If-Range: " + tag());
        assertThat(other.status()).isEqualTo(200);
        assertThat(Arrays.equals(other.body(), stored)).isTrue();
        String modified = other.header("Last-Modified");
        assertThat(get(GZIP, "Range: bytes=10-19", "If-Range: " + modified).status())
                .as("both forms have that date")
                .isEqualTo(200);
    }

    @Test
    void a_range_by_date_is_for_content_that_has_one_form(@TempDir Path folder) throws IOException {
        Shelf shelf = new Shelf(folder).file("text.json", PLAIN).file("one.zip", PLAIN);
        try (Stand other = Stand.start(shelf, false)) {
            for (String name : List.of("text.json", "one.zip")) {
                String date = RawHttp.get(other.url(name)).header("Last-Modified");
                assertThat(RawHttp.get(other.url(name), "Range: bytes=1-2", "If-Range: " + date)
                                .status())
                        .isEqualTo(name.equals("one.zip") ? 206 : 200);
            }
        }
    }
}
