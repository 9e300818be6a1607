package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.OddMirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Infos that have lost their time, and mirrors that are right beside them or alone. */
class TimelessInfoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String INFO = "small.test/m000/@v/v1.0.0.info";

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(1, 1);
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private final MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);

    private static RawHttp.Got get(String base, String path) throws IOException {
        return RawHttp.get(base + "/" + path, PATIENCE);
    }

    /** A mirror whose infos are {@code json}. */
    private OddMirror telling(String json) {
        return new OddMirror(settings, it -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            return it.asked().kind() == Kind.INFO ? it.reply(200, body, "Content-Length: " + body.length) : it.usual();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Version\":\"v1.0.0\"}",
                "{\"Version\":\"v1.0.0\",\"Tiee\":\"2024-01-02T03:04:05Z\",\"Origin\":{\"VCS\":\"git\",\"URL\":\"x\"}}",
                "{\"Version\":\"v1.0.0\",\"Time\":null,\"Padding\":\"0123456789012345678901234567890123456789\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":1704164645,\"Padding\":\"01234567890123456789\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"2024-01-02T03:04:05Z\",\"Time\":\"2024-01-02T03:04:06Z\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"2025-01-02T03:04:05Z\",\"Padding\":\"0123456789\"}"
            })
    void info_without_its_time_is_no_witness_beside_one_with_it(String json) throws Exception {
        try (OddMirror odd = telling(json);
                Mirror first = Mirror.start(settings);
                Mirror second = Mirror.start(settings);
                RunningServer server = RunningServer.start(
                        folder, Configured.over(sums.key(), List.of(odd.url(), first.url(), second.url())))) {
            String right = get(first.url(), INFO).text();
            // A second witness that is late, since the machine is busy, leaves a first word alone: that one is never
            // kept.
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                RawHttp.Got got = get(server.url() + "/go", INFO);
                assertThat(got.header("cache-control")).as("two agree").contains("immutable");
                assertThat(got.text()).isEqualTo(right);
            });
        }
    }

    @Test
    void info_without_its_time_is_not_served_for_the_one_with_it() throws Exception {
        try (OddMirror odd =
                        telling("{\"Version\":\"v1.0.0\",\"Tiee\":\"2024-01-02T03:04:05Z\",\"Padding\":\"0123\"}");
                Mirror good = Mirror.start(settings);
                RunningServer server =
                        RunningServer.start(folder, Configured.over(sums.key(), List.of(odd.url(), good.url())))) {
            String right = get(good.url(), INFO).text();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                RawHttp.Got got = get(server.url() + "/go", INFO);
                assertThat(got.header("cache-control"))
                        .as("one alone tells its time")
                        .isEqualTo("no-store");
                assertThat(got.text()).isEqualTo(right);
            });
        }
    }

    @Test
    void info_without_a_time_is_served_if_nobody_has_one() throws Exception {
        String bare = "{\"Version\":\"v1.0.0\"}";
        try (OddMirror one = telling(bare);
                OddMirror other = telling(bare);
                RunningServer server =
                        RunningServer.start(folder, Configured.over(sums.key(), List.of(one.url(), other.url())))) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                RawHttp.Got got = get(server.url() + "/go", INFO);
                assertThat(got.text()).isEqualTo(bare);
                assertThat(got.header("cache-control")).contains("immutable");
            });
        }
    }
}
