package dev.breakwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault, as it looks on the wire. */
class FaultTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final String INFO = "/small.test/m000/@v/v1.0.0.info";
    private static final String ZIP = "/small.test/m000/@v/v1.0.0.zip";

    private final Corpus corpus = Corpora.small(2, 1)
            .publish(Release.big("big.test/m0", "v1.0.0", Corpus.EPOCH, 300_000, 1))
            .publish(Awkward.publish(new Corpus()));
    private final Release release = corpus.releases("small.test/m000").getFirst();
    private final byte[] zip = release.zip().bytes();
    private final Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", FaultTest::page));

    private static byte @Nullable [] page(String path) {
        String tree = "go.sum database tree\n1\nAAAA\n\n— sum.test QUJDREVGR0hJSktMTU5PUA==\n";
        String text = switch (path) {
            case "/latest" -> tree;
            case "/lookup/m@v1" -> "0\nm v1 h1:x=\nm v1/go.mod h1:y=\n\n" + tree;
            case "/tile/8/0/000.p/1" -> "0123456789abcdef0123456789abcdef";
            default -> "";
        };
        return text.isEmpty() ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    private RawHttp.Got get(String path, String... headers) throws IOException {
        return RawHttp.get(mirror.url() + path, SHORT, headers);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void after_healing_everything_is_right_again(Fault fault) throws IOException {
        mirror.fault(fault);
        mirror.heal();
        assertThat(get(ZIP).body()).isEqualTo(zip);
    }

    @Test
    void refused_closes_the_port_and_the_connections() throws IOException {
        try (RawHttp open = RawHttp.connect(URI.create(mirror.url()), SHORT)) {
            open.ask("GET", INFO);
            mirror.fault(Fault.REFUSED);
            assertThat(open.ask("GET", INFO).end()).isIn(RawHttp.End.CLOSED, RawHttp.End.RESET);
        }
        assertThatThrownBy(() -> get(INFO)).isInstanceOf(ConnectException.class);
    }

    @Test
    void dropped_syn_lets_connecting_never_end() {
        mirror.fault(Fault.DROPPED_SYN);
        assertThatThrownBy(() -> get(INFO)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void expired_certificate_fails_the_handshake_by_its_date_alone() throws IOException {
        try (Mirror secure = Mirror.start(MirrorSettings.of(corpus).overTls())) {
            assertThat(RawHttp.get(secure.url() + INFO).status()).isEqualTo(200);
            secure.fault(Fault.EXPIRED_CERTIFICATE);
            assertThatThrownBy(() -> RawHttp.get(secure.url() + INFO))
                    .isInstanceOf(SSLException.class)
                    .hasStackTraceContaining("NotAfter");
        }
    }

    @Test
    void black_hole_accepts_and_never_answers() throws IOException {
        mirror.fault(Fault.BLACK_HOLE);
        assertSilentWithoutAByte(get(INFO));
        mirror.fault(Fault.BLACK_HOLE, Kind.ZIP.only());
        assertThat(get(INFO).status()).isEqualTo(200);
        assertSilentWithoutAByte(get(ZIP));
    }

    private static void assertSilentWithoutAByte(RawHttp.Got got) {
        assertThat(got.end()).isEqualTo(RawHttp.End.SILENT);
        assertThat(got.status()).isZero();
    }

    @Test
    void goaway_closes_at_the_second_request_of_a_connection() throws IOException {
        mirror.fault(Fault.GOAWAY);
        try (RawHttp http = RawHttp.connect(URI.create(mirror.url()), SHORT)) {
            assertThat(http.ask("GET", INFO).status()).isEqualTo(200);
            RawHttp.Got second = http.ask("GET", INFO);
            assertThat(second.status()).isZero();
            assertThat(second.end()).isEqualTo(RawHttp.End.CLOSED);
        }
        assertThat(mirror.log().count()).isEqualTo(2);
    }

    @Test
    void slow_headers_do_not_end_in_time_though_bytes_come() throws Exception {
        mirror.fault(Fault.SLOW_HEADERS);
        try (RawHttp http = RawHttp.connect(URI.create(mirror.url()), SHORT)) {
            long start = System.nanoTime();
            Thread closer = Thread.ofVirtual().start(() -> hangUpAfter(http, Duration.ofMillis(1600)));
            RawHttp.Got got = http.ask("GET", INFO);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1500));
            assertThat(got.firstByte()).isLessThan(SHORT);
            assertThat(got.status()).isZero();
            assertThat(closer.join(SHORT)).isTrue();
        }
    }

    private static void hangUpAfter(RawHttp http, Duration wait) {
        Pause.of(wait);
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void trickle_sends_eight_bytes_at_a_time() throws IOException {
        mirror.fault(Fault.TRICKLE);
        RawHttp.Got got = get(INFO);
        assertThat(got.body()).isEqualTo(release.info());
        assertThat(got.total()).isGreaterThan(Duration.ofMillis(250L * (release.info().length / 8 - 1)));
    }

    @Test
    void stall_reset_and_truncation_come_after_half_the_body() throws IOException {
        record Case(Fault fault, RawHttp.End end) {}
        for (Case it : List.of(
                new Case(Fault.STALL, RawHttp.End.SILENT),
                new Case(Fault.RESET, RawHttp.End.RESET),
                new Case(Fault.TRUNCATED, RawHttp.End.CLOSED))) {
            mirror.fault(it.fault);
            RawHttp.Got got = get(ZIP);
            assertThat(got.end()).as(it.fault.name()).isEqualTo(it.end);
            assertThat(got.header("content-length")).isEqualTo(Integer.toString(zip.length));
            assertThat(got.body()).isEqualTo(Arrays.copyOf(zip, zip.length / 2));
        }
    }

    @Test
    void too_long_length_announces_100_bytes_that_never_come() throws IOException {
        mirror.fault(Fault.TOO_LONG_LENGTH);
        RawHttp.Got got = get(ZIP);
        assertThat(got.header("content-length")).isEqualTo(Integer.toString(zip.length + 100));
        assertThat(got.body()).isEqualTo(zip);
        assertThat(got.end()).isEqualTo(RawHttp.End.SILENT);
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS_500, 500, internal",
        "STATUS_502, 502, bad gateway",
        "STATUS_503, 503, unavailable",
        "STATUS_504, 504, timeout",
        "THROTTLED_429, 429, too many",
        "FORBIDDEN_403, 403, <html>",
        "TEAPOT_418, 418, blocked",
        "HTML_200, 200, <html>",
        "LYING_404, 404, not found: small.test/m000@v1.0.0: invalid version",
        "TROUBLE_404, 404, fetch timed out",
        "HTML_404, 404, <html>",
    })
    void status_faults_say_this(Fault fault, int status, String says) throws IOException {
        mirror.fault(fault);
        RawHttp.Got got = get(INFO);
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.text()).contains(says);
        assertThat(got.end()).isEqualTo(RawHttp.End.COMPLETE);
        assertThat(got.header("retry-after")).isEqualTo(fault == Fault.THROTTLED_429 ? "3" : "");
        assertThat(got.header("content-type")).startsWith(says.equals("<html>") ? "text/html" : "text/plain");
    }

    @Test
    void answers_that_were_not_asked_for_look_like_this() throws IOException {
        byte[] info = get(INFO).body();
        mirror.fault(Fault.NOT_MODIFIED_304);
        assertThat(get(INFO).status()).isEqualTo(304);
        mirror.fault(Fault.GZIP_UNASKED);
        RawHttp.Got packed = get(INFO);
        assertThat(packed.header("content-encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(info);
        mirror.fault(Fault.HTML_LABEL);
        assertThat(get(INFO).body()).isEqualTo(info);
        assertThat(get(INFO).header("content-type")).startsWith("text/html");
        mirror.fault(Fault.TIMELESS_INFO);
        assertThat(get(INFO).text()).contains("\"Tiee\":").doesNotContain("\"Time\"");
        assertThat(get(ZIP).body()).isEqualTo(zip);
    }

    @Test
    void trouble_comes_in_several_wordings() throws IOException {
        mirror.fault(Fault.TROUBLE_404);
        Set<String> said = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            said.add(get(INFO).text());
        }
        assertThat(said).hasSize(4).anyMatch(text -> text.contains("bad upstream"));
    }

    @Test
    void redirects_lead_in_a_circle_elsewhere_or_to_a_private_address() throws IOException {
        mirror.fault(Fault.REDIRECT_LOOP);
        assertThat(get(INFO).header("location")).isEqualTo(mirror.url() + INFO);
        assertThat(get(INFO).status()).isEqualTo(302);
        mirror.fault(Fault.REDIRECT_ELSEWHERE);
        mirror.redirectTo("http://127.0.0.1:9");
        assertThat(get(INFO).header("location")).isEqualTo("http://127.0.0.1:9" + INFO);
        mirror.fault(Fault.REDIRECT_PRIVATE);
        String trap = get(INFO).header("location");
        assertThat(trap).startsWith("http://127.0.0.2:").endsWith(INFO);
        assertThat(mirror.trespasses()).isZero();
        assertThat(RawHttp.get(trap).status()).isZero();
        assertThat(mirror.trespasses()).isEqualTo(1);
    }

    @Test
    void short_body_has_a_matching_length() throws IOException {
        mirror.fault(Fault.SHORT_BODY);
        RawHttp.Got got = get(ZIP);
        assertThat(got.end()).isEqualTo(RawHttp.End.COMPLETE);
        assertThat(got.body()).isEqualTo(Arrays.copyOf(zip, zip.length / 2));
    }

    @Test
    void bit_flip_changes_one_bit_in_the_middle() throws IOException {
        mirror.fault(Fault.BIT_FLIP);
        byte[] wrong = get(ZIP).body();
        assertThat(wrong).hasSameSizeAs(zip);
        assertThat(Arrays.mismatch(wrong, zip)).isEqualTo(zip.length / 2);
        assertThat(wrong[zip.length / 2] ^ zip[zip.length / 2]).isEqualTo(1);
        wrong[zip.length / 2] ^= 1;
        assertThat(wrong).isEqualTo(zip);
    }

    @Test
    void wrong_version_is_another_version_of_the_same_module() throws IOException {
        mirror.fault(Fault.WRONG_VERSION);
        assertThat(get(INFO).text()).contains("\"v1.99.99\"");
        assertThat(get(ZIP).body()).isEqualTo(release.as("v1.99.99").zip().bytes());
        assertThat(get("/awkward.test/early/@v/v1.0.0-rc.2.info").text()).contains("\"v1.0.0-rc.1\"");
        assertThat(get("/small.test/m000/@v/list").text()).isEqualTo("v1.0.0\n");
    }

    @Test
    void range_faults_ignore_the_range_or_lie_about_the_total() throws IOException {
        mirror.fault(Fault.RANGE_IGNORED);
        assertThat(get(ZIP, "Range: bytes=10-").status()).isEqualTo(200);
        assertThat(get(ZIP, "Range: bytes=10-").body()).isEqualTo(zip);
        mirror.fault(Fault.RANGE_WRONG_TOTAL);
        RawHttp.Got got = get(ZIP, "Range: bytes=10-");
        assertThat(got.status()).isEqualTo(206);
        assertThat(got.header("content-range")).endsWith("/" + (zip.length + 1));
    }

    @Test
    void repacked_zip_has_other_bytes_and_the_same_h1() throws IOException {
        mirror.fault(Fault.REPACKED_ZIP);
        byte[] other = get(ZIP).body();
        assertThat(other).isNotEqualTo(zip);
        assertThat(H1.ofZip(Blob.of(other))).isEqualTo(release.zipH1());
        byte[] big = get("/big.test/m0/@v/v1.0.0.zip").body();
        Release right = corpus.releases("big.test/m0").getFirst();
        assertThat(big).isNotEqualTo(right.zip().bytes());
        assertThat(H1.ofZip(Blob.of(big))).isEqualTo(right.zipH1());
    }

    @Test
    void stale_list_lacks_the_newest_version() throws IOException {
        mirror.fault(Fault.STALE_LIST);
        assertThat(get("/awkward.test/early/@v/list").text()).isEqualTo("v1.0.0-rc.1\nv1.0.0-rc.2\n");
        assertThat(get("/awkward.test/early/@latest").text()).contains("\"v1.0.0-rc.2\"");
        assertThat(get("/awkward.test/early/@v/v1.0.0-rc.10.info").status()).isEqualTo(200);
    }

    @Test
    void checksum_database_lies_as_told_and_modules_do_not() throws IOException {
        String lookup = get("/sumdb/sum.test/lookup/m@v1").text();
        mirror.fault(Fault.SUMDB_DOWN);
        assertThat(get("/sumdb/sum.test/supported").status()).isEqualTo(503);
        assertThat(get(ZIP).body()).isEqualTo(zip);
        mirror.fault(Fault.SUMDB_UNSUPPORTED);
        assertThat(get("/sumdb/sum.test/supported").status()).isEqualTo(404);
        assertThat(get("/sumdb/sum.test/latest").status()).isEqualTo(200);
        mirror.fault(Fault.SUMDB_FORGED_TILE);
        assertThat(get("/sumdb/sum.test/tile/8/0/000.p/1").text()).isEqualTo("1123456789abcdef0123456789abcdef");
        mirror.fault(Fault.SUMDB_EMPTY_LOOKUP);
        assertThat(get("/sumdb/sum.test/lookup/m@v1").text()).startsWith("0\n\ngo.sum database tree\n1\n");
        mirror.fault(Fault.SUMDB_FORK);
        assertThat(get("/sumdb/sum.test/lookup/m@v1").text())
                .isNotEqualTo(lookup)
                .startsWith("0\nm v1 h1:x=\n");
        mirror.fault(Fault.SUMDB_STALE);
        assertThat(get("/sumdb/sum.test/latest").status()).isEqualTo(404);
        assertThat(get("/sumdb/sum.test/lookup/m@v1").text()).isEqualTo(lookup);
    }

    @Test
    void mix_strikes_three_in_ten_the_same_ones_for_the_same_seed() {
        assertThat(struck(1)).isEqualTo(struck(1)).isNotEqualTo(struck(2));
        assertThat(struck(1)).hasSizeBetween(200, 400);
    }

    private List<String> struck(long seed) {
        Faults faults = new Faults(seed);
        faults.add(Fault.MIX);
        Asked asked = new Asked("GET", ZIP, Kind.ZIP, Map.of());
        List<String> struck = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            faults.of(asked).ifPresent(fault -> struck.add(number + " " + fault));
        }
        return struck;
    }

    @Test
    void several_restricted_faults_hold_at_once_and_are_noted() throws IOException {
        mirror.fault(Fault.STATUS_500, Kind.INFO.only());
        mirror.alsoFault(Fault.STATUS_503, Kind.ZIP.only());
        assertThat(get(INFO).status()).isEqualTo(500);
        assertThat(get(ZIP).status()).isEqualTo(503);
        assertThat(get("/small.test/m000/@v/list").status()).isEqualTo(200);
        assertThat(mirror.log().last())
                .extracting(seen -> seen.befell().map(Fault::name).orElse("-"))
                .containsExactly("STATUS_500", "STATUS_503", "-");
        assertThatThrownBy(() -> mirror.alsoFault(Fault.REFUSED, Kind.ZIP.only()))
                .hasMessageContaining("cannot be restricted");
    }
}
