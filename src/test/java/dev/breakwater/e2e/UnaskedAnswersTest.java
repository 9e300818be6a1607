package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.OddMirror;
import dev.breakwater.testing.OddMirror.Honest;
import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What HTTP allows and our question did not ask for ends no walk and is no success. */
@Execution(ExecutionMode.CONCURRENT)
class UnaskedAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> EVERYTHING =
            List.of("/@v/list", "/@latest", "/@v/v1.0.0.info", "/@v/v1.0.0.mod", "/@v/v1.0.0.zip");

    /** A way to word a reply; {@code good} ones hold what was asked for all the same. */
    enum Row {
        CONTINUE_FIRST(true, it -> before("HTTP/1.1 100 Continue\r\n\r\n", it.usual())),
        EARLY_HINTS_FIRST(true, it -> before("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", it.usual())),
        THREE_INTERIM_ANSWERS(true, it -> before("HTTP/1.1 102 Processing\r\n\r\n".repeat(3), it.usual())),
        TRAILERS(true, it -> it.reply(it.status(), trailed(it.body()), "Transfer-Encoding: chunked", "Trailer: X-Sum")),
        THE_SAME_LENGTH_TWICE(true, it -> it.reply(it.status(), it.body(), length(it), length(it))),
        GZIP(true, it -> encoded(it, "gzip", gzip(it.body()))),
        X_GZIP(true, it -> encoded(it, "x-gzip", gzip(it.body()))),
        DEFLATE_WITH_ZLIB(true, it -> encoded(it, "deflate", deflate(it.body(), false))),
        DEFLATE_BARE(true, it -> encoded(it, "deflate", deflate(it.body(), true))),
        GZIP_IN_CHUNKS(
                true,
                it -> it.reply(
                        it.status(), trailed(gzip(it.body())), "Content-Encoding: gzip", "Transfer-Encoding: chunked")),
        GZIP_IN_NAME_ONLY(true, it -> encoded(it, "gzip", it.body())),
        NO_CODING_BY_A_NAME_OF_ITS_OWN(true, it -> encoded(it, "aws-chunked", it.body())),

        SWITCHING_PROTOCOLS(false, it -> before("HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n", it.usual())),
        CREATED(false, it -> it.reply(201, it.body(), length(it))),
        NON_AUTHORITATIVE(false, it -> it.reply(203, it.body(), length(it))),
        NO_CONTENT(false, it -> it.reply(204, new byte[0])),
        RESET_CONTENT(false, it -> it.reply(205, new byte[0], "Content-Length: 0")),
        PART_OF_NOTHING_SAID(false, it -> it.reply(206, it.body(), length(it))),
        WHOLE_AS_A_PART(false, it -> it.reply(206, it.body(), length(it), range(it, 0))),
        ANOTHER_PART(false, it -> it.reply(206, it.body(), length(it), range(it, 5))),
        MULTIPLE_CHOICES(false, it -> it.reply(300, it.body(), length(it))),
        MULTIPLE_CHOICES_WITH_A_PLACE(
                false,
                it -> it.reply(
                        300, it.body(), length(it), "Location: " + it.asked().path())),
        NOT_MODIFIED(false, it -> it.reply(304, new byte[0], "ETag: \"x\"")),
        NOT_MODIFIED_BARE(false, it -> it.reply(304, new byte[0])),
        USE_PROXY(false, it -> it.reply(305, new byte[0], "Content-Length: 0")),
        RANGE_NOT_SATISFIABLE(false, it -> it.reply(416, new byte[0], "Content-Length: 0")),
        A_STATUS_NOBODY_KNOWS(false, it -> it.reply(299, it.body(), length(it))),
        TWO_LENGTHS(false, it -> it.reply(it.status(), it.body(), length(it), "Content-Length: 1")),
        TWO_LENGTHS_IN_ONE_LINE(false, it -> it.reply(it.status(), it.body(), "Content-Length: 1, 2")),
        A_LENGTH_THAT_IS_NONE(false, it -> it.reply(it.status(), it.body(), "Content-Length: many")),
        TRANSFER_ENCODED_TWICE(
                false, it -> it.reply(it.status(), trailed(it.body()), "Transfer-Encoding: gzip, chunked")),
        BROTLI(false, it -> encoded(it, "br", new byte[] {0x0b, 0x02, (byte) 0x80, 'v', '1', 0x03})),
        ZSTANDARD(false, it -> encoded(it, "zstd", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0})),
        GZIP_CUT_SHORT(false, it -> encoded(it, "gzip", cut(gzip(it.body())))),
        GZIP_TWICE(false, it -> encoded(it, "gzip, gzip", gzip(gzip(it.body()))));

        private final boolean good;

        @SuppressWarnings("ImmutableEnumChecker") // each is a lambda without state
        private final Function<Honest, byte[]> wording;

        Row(boolean good, Function<Honest, byte[]> wording) {
            this.good = good;
            this.wording = wording;
        }
    }

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(3, 1);
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private final MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);

    @ParameterizedTest
    @EnumSource
    void odd_mirror_before_a_good_one_is_not_noticed(Row row) throws Exception {
        try (OddMirror odd = new OddMirror(settings, row.wording);
                Mirror good = Mirror.start(settings);
                RunningServer server = start(odd.url(), good.url())) {
            for (String module : List.of("small.test/m000", "small.test/m001", "small.test/m002")) {
                for (String what : EVERYTHING) {
                    RawHttp.Got got = get(server, module + what);
                    assertThat(got.status())
                            .as("%s%s: %s", module, what, got.text())
                            .isEqualTo(200);
                    assertThat(got.body()).as(module + what).isEqualTo(honest(good, module + what));
                }
            }
            assertThat(get(server, "small.test/nobody/@v/list").status()).isEqualTo(404);
            assertThat(odd.asked()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void odd_mirror_alone_is_understood_or_in_trouble(Row row) throws Exception {
        try (OddMirror odd = new OddMirror(settings, row.wording);
                Mirror good = Mirror.start(settings);
                RunningServer server = start(odd.url())) {
            for (String what : EVERYTHING) {
                RawHttp.Got got = get(server, "small.test/m000" + what);
                assertThat(got.status()).as("%s: %s", what, got.text()).isEqualTo(row.good ? 200 : 503);
                if (row.good) {
                    assertThat(got.body()).isEqualTo(honest(good, "small.test/m000" + what));
                } else {
                    assertThat(got.text()).as(what).doesNotContain("the store");
                }
            }
            String figures = RawHttp.get(server.url() + "/-/metrics", PATIENCE).text();
            assertThat(figures).containsPattern("breakwater_upstream_requests_total\\{.*upstream=\"mirror0\"");
            if (row.good) {
                assertThat(figures).doesNotContainPattern("breakwater_upstream_healthy\\{.*\\} 0");
            } else {
                assertThat(figures)
                        .as("none of it is a success")
                        .doesNotContain("outcome=\"found\"", "outcome=\"notmodified\"", "outcome=\"missing\"");
            }
        }
    }

    private RunningServer start(String... upstreams) throws Exception {
        return RunningServer.start(folder, Configured.over(sums.key(), List.of(upstreams)));
    }

    private static RawHttp.Got get(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + "/go/" + path, PATIENCE);
    }

    private static byte[] honest(Mirror good, String path) throws IOException {
        return RawHttp.get(good.url() + "/" + path, PATIENCE).body();
    }

    private static byte[] before(String interim, byte[] reply) {
        return OddMirror.joined(interim, reply);
    }

    private static String length(Honest it) {
        return "Content-Length: " + it.body().length;
    }

    private static String range(Honest it, int from) {
        int size = it.body().length;
        return "Content-Range: bytes " + from + "-" + (from + size - 1) + "/" + (from + size);
    }

    private static byte[] encoded(Honest it, String coding, byte[] body) {
        return it.reply(it.status(), body, "Content-Encoding: " + coding, "Content-Length: " + body.length);
    }

    private static byte[] trailed(byte[] body) {
        String size = Integer.toHexString(body.length) + "\r\n";
        byte[] chunk = body.length == 0 ? body : OddMirror.joined(size, body);
        byte[] end = (body.length == 0 ? "0\r\nX-Sum: 1\r\n\r\n" : "\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return OddMirror.joined(new String(chunk, StandardCharsets.ISO_8859_1), end);
    }

    private static byte[] cut(byte[] all) {
        return java.util.Arrays.copyOf(all, all.length - 4);
    }

    private static byte[] gzip(byte[] body) {
        return packed(body, out -> new GZIPOutputStream(out));
    }

    private static byte[] deflate(byte[] body, boolean bare) {
        return packed(body, out -> new DeflaterOutputStream(out, new Deflater(6, bare)));
    }

    private interface Packing {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] packed(byte[] body, Packing packing) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (OutputStream out = packing.over(all)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }
}
