package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.EndlessMirror;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.OddMirror;
import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that do not end, or that say that they are larger than anything of their kind. */
class EndlessBodiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AT = "small.test/m000";

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(1, 1);
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private final MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);

    private RunningServer over(String... upstreams) throws Exception {
        return RunningServer.start(folder, Configured.over(null, List.of(upstreams)));
    }

    private static RawHttp.Got get(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + "/go/" + path, PATIENCE);
    }

    private long staged() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data/staging"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@v/v1.0.0.mod", "/@v/v1.0.0.info", "/@v/list", "/@latest"})
    void endless_body_is_cut_off_at_the_largest_of_its_kind(String what) throws Exception {
        try (EndlessMirror endless = new EndlessMirror("// v1.0.0 module {\n");
                RunningServer server = over(endless.url())) {
            RawHttp.Got got = get(server, AT + what);
            assertThat(got.status()).as(got.text()).isIn(404, 503);
            assertThat(got.text()).contains("it has more than");
            assertThat(got.header("cache-control")).isEqualTo("no-store");
            assertThat(endless.sent())
                    .as("bytes sent in all attempts, what lies in the buffers of sockets included")
                    .isLessThan(512L << 20);
            // The go.mod that is fetched ahead of an info may still be under way.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(staged()).as("nothing of it stays").isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@v/v1.0.0.zip", "/@v/v1.0.0.mod", "/@v/v1.0.0.info", "/@v/list", "/@latest"})
    void length_beyond_the_largest_of_its_kind_is_refused_unread(String what) throws Exception {
        try (OddMirror odd = new OddMirror(
                        settings, it -> it.reply(200, it.body(), "Content-Length: 600000000", "Connection: close"));
                Mirror good = Mirror.start(settings);
                RunningServer server = over(odd.url(), good.url())) {
            assertThat(get(server, AT + what).body())
                    .isEqualTo(
                            RawHttp.get(good.url() + "/" + AT + what, PATIENCE).body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@v/v1.0.0.mod", "/@v/v1.0.0.info", "/@v/list", "/@latest"})
    void body_that_unpacks_to_more_than_its_kind_is_cut_off(String what) throws Exception {
        byte[] bomb = bomb();
        try (OddMirror odd = new OddMirror(
                        settings,
                        it -> it.reply(200, bomb, "Content-Encoding: gzip", "Content-Length: " + bomb.length));
                Mirror good = Mirror.start(settings);
                RunningServer server = over(odd.url(), good.url())) {
            assertThat(get(server, AT + what).body())
                    .isEqualTo(
                            RawHttp.get(good.url() + "/" + AT + what, PATIENCE).body());
            assertThat(odd.asked()).isPositive();
        }
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(all)) {
            byte[] some = "// v1.0.0 module {\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 40; i++) {
                packed.write(some);
            }
        }
        return all.toByteArray();
    }

    /** Nearly as much as is taken at all, from two mirrors at once. */
    @Test
    void list_of_nearly_two_mebibytes_comes_whole() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 149_999; i >= 0; i--) {
            many.append("v")
                    .append(i % 2)
                    .append(".")
                    .append(i / 2 % 300)
                    .append(".")
                    .append(i / 600)
                    .append("\n");
        }
        byte[] list = many.toString().getBytes(StandardCharsets.UTF_8);
        try (OddMirror one = listing(settings, list);
                OddMirror other = listing(settings, list);
                RunningServer server = over(one.url(), other.url())) {
            RawHttp.Got got = get(server, AT + "/@v/list");
            assertThat(got.status()).isEqualTo(200);
            List<String> lines = got.text().lines().toList();
            assertThat(lines).hasSize(150_000).doesNotHaveDuplicates().startsWith("v0.0.0", "v0.0.1");
            assertThat(lines.getLast()).isEqualTo("v1.299.249");
        }
    }

    private static OddMirror listing(MirrorSettings settings, byte[] list) {
        return new OddMirror(
                settings,
                it -> it.asked().kind() == Kind.LIST
                        ? it.reply(200, list, "Content-Length: " + list.length)
                        : it.reply(200, info(it), "Content-Length: " + info(it).length));
    }

    /** The info of whatever version is asked for: all that are listed exist. */
    private static byte[] info(OddMirror.Honest it) {
        String version = it.asked().path().replaceAll(".*/@v/|\\.info$", "");
        String text = "{\"Version\":\"" + version + "\",\"Time\":\"2024-01-02T03:04:05Z\"}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void list_of_too_many_versions_is_refused_with_the_reason_or_comes_from_another() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 260_000; i++) {
            many.append("v1\n");
        }
        byte[] list = many.toString().getBytes(StandardCharsets.UTF_8);
        try (OddMirror odd = new OddMirror(
                        settings,
                        it -> it.asked().kind() == Kind.LIST
                                ? it.reply(200, list, "Content-Length: " + list.length)
                                : it.usual());
                Mirror good = Mirror.start(settings)) {
            Path one = Files.createDirectory(folder.resolve("one"));
            try (RunningServer server = RunningServer.start(one, Configured.over(null, List.of(odd.url())))) {
                RawHttp.Got got = get(server, AT + "/@v/list");
                assertThat(got.status()).isEqualTo(503);
                assertThat(got.text()).contains("more than 250000 versions");
            }
            try (RunningServer server = over(odd.url(), good.url())) {
                assertThat(get(server, AT + "/@v/list").text()).contains("v1.0.0\n");
            }
        }
    }
}
