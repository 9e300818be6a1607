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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that word their absences, or label their content, as web pages. */
@Execution(ExecutionMode.CONCURRENT)
class WebPagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NOT_FOUND = "<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>\n";
    private static final List<String> EVERYTHING =
            List.of("/@v/list", "/@latest", "/@v/v1.0.0.info", "/@v/v1.0.0.mod", "/@v/v1.0.0.zip");

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(2, 1);
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private final MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);

    private RunningServer over(String... upstreams) throws Exception {
        return RunningServer.start(folder, Configured.over(sums.key(), List.of(upstreams)));
    }

    private static RawHttp.Got get(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + "/go/" + path, PATIENCE);
    }

    private OddMirror saying(String page) {
        return mirror(it -> it.status() == 200 ? it.usual() : page(it, 404, page));
    }

    private OddMirror mirror(Function<Honest, byte[]> wording) {
        return new OddMirror(settings, wording);
    }

    private static byte[] page(Honest it, int status, String page) {
        return labelled(it, status, page.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] labelled(Honest it, int status, byte[] body) {
        return it.reply(status, body, "Content-Type: text/html; charset=utf-8", "Content-Length: " + body.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@v/list", "/@latest", "/@v/v1.0.0.info", "/@v/v1.0.0.mod", "/@v/v1.0.0.zip"})
    void html_404_of_a_mirror_that_has_proven_itself_is_an_absence(String what) throws Exception {
        try (OddMirror mirror = saying(NOT_FOUND);
                RunningServer server = over(mirror.url())) {
            assertThat(get(server, "small.test/m000/@v/v1.0.0.info").status()).isEqualTo(200);
            RawHttp.Got got = get(server, "small.test/nobody" + what);
            assertThat(got.status()).as(got.text()).isEqualTo(404);
            assertThat(got.header("cache-control")).as("it is remembered").contains("max-age");
        }
    }

    @Test
    void html_404_of_a_mirror_that_has_proven_nothing_is_not_remembered() throws Exception {
        try (OddMirror mirror = saying(NOT_FOUND);
                RunningServer server = over(mirror.url())) {
            for (int i = 1; i <= 3; i++) {
                RawHttp.Got got = get(server, "small.test/nobody/@v/list");
                assertThat(got.status()).as(got.text()).isEqualTo(404);
                assertThat(got.header("cache-control")).isEqualTo("no-store");
                assertThat(mirror.asked()).as("each time it is asked").isGreaterThanOrEqualTo(i);
            }
        }
    }

    @Test
    void html_404_beside_a_mirror_that_has_it_hides_nothing() throws Exception {
        try (OddMirror odd = mirror(it -> page(it, 404, NOT_FOUND));
                Mirror good = Mirror.start(settings);
                RunningServer server = over(odd.url(), good.url())) {
            for (String what : EVERYTHING) {
                RawHttp.Got got = get(server, "small.test/m000" + what);
                assertThat(got.status()).as("%s: %s", what, got.text()).isEqualTo(200);
            }
        }
    }

    @Test
    void html_404_that_speaks_of_trouble_is_trouble() throws Exception {
        try (OddMirror mirror = saying("<html><title>502 Bad Gateway</title></html>\n");
                RunningServer server = over(mirror.url())) {
            assertThat(get(server, "small.test/m000/@v/v1.0.0.info").status()).isEqualTo(200);
            assertThat(get(server, "small.test/nobody/@v/list").status()).isEqualTo(503);
        }
    }

    @Test
    void content_that_is_called_a_web_page_is_what_it_is() throws Exception {
        try (OddMirror odd = mirror(it -> labelled(it, it.status(), it.body()));
                Mirror good = Mirror.start(settings);
                RunningServer server = over(odd.url())) {
            for (String what : EVERYTHING) {
                RawHttp.Got got = get(server, "small.test/m000" + what);
                assertThat(got.status()).as("%s: %s", what, got.text()).isEqualTo(200);
                assertThat(got.body())
                        .isEqualTo(RawHttp.get(good.url() + "/small.test/m000" + what, PATIENCE)
                                .body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Please sign in\n", "", "v1.0.0\nPlease sign in\n", "\n <p>Please sign in\n"})
    void text_that_is_called_a_web_page_is_no_list(String text) throws Exception {
        try (OddMirror odd = mirror(it -> page(it, 200, text));
                RunningServer server = over(odd.url())) {
            RawHttp.Got got = get(server, "small.test/m000/@v/list");
            assertThat(got.status()).as(got.text()).isEqualTo(503);
        }
    }
}
