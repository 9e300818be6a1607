package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.app.Shell;
import dev.breakwater.testing.Browser;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether builds are safe: the page, the API, the command and the metric of a server whose mirrors come and go say the same. */
class StatusTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern GAUGE = Pattern.compile("(?m)^breakwater_status (\\d)");
    private static final Map<String, Integer> CODES =
            Map.of("safe", 0, "degraded", 10, "new-modules-fail", 11, "outage", 12);

    @TempDir
    private Path folder = Path.of("");

    private final Corpus corpus = Corpora.small(100, 3);
    private final List<Mirror> mirrors =
            Stream.generate(() -> Mirror.serving(corpus)).limit(2).toList();
    private @Nullable Browser browser;
    private RunningServer server;
    private int next;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(
                folder, Configured.over(null, mirrors.stream().map(Mirror::url).toList()));
        if (Browser.installed().isPresent()) {
            browser = Browser.start();
            browser.open(server.url() + "/");
        } else {
            System.err.println("SKIPPED: the page was not compared: no Chromium is installed here");
        }
    }

    @AfterEach
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        server.close();
        mirrors.forEach(Mirror::close);
    }

    private int status(String path) throws IOException {
        return RawHttp.get(server.url() + path, PATIENCE).status();
    }

    /** Asks for the go.mod and the zip of a module that was not asked for before. */
    private void fetch() throws IOException {
        String path = "/go/" + Corpora.smallName(next++) + "/@v/v1.0.0";
        assertThat(status(path + ".mod")).isEqualTo(200);
        assertThat(status(path + ".zip")).isEqualTo(200);
    }

    private JsonNode api() throws IOException {
        return JSON.readTree(
                RawHttp.get(server.url() + "/-/api/v1/status", PATIENCE).text());
    }

    private static Shell.Ran command(String url, String... options) {
        return Shell.run(
                Map.of("GOPROXY", "https://unused.invalid"),
                Stream.concat(Stream.of("status", "--server", url), Stream.of(options))
                        .toArray(String[]::new));
    }

    /** Waits until {@code state} is told everywhere, in the same words, and {@code expected} of the sentence. */
    private void everywhere(String state, Consumer<String> expected) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode told = api();
            String sentence = told.get("sentence").asString();
            assertThat(told.get("state").asString()).as(sentence).isEqualTo(state);
            expected.accept(sentence);
            Shell.Ran ran = command(server.url());
            assertThat(ran.out().lines().findFirst().orElse(ran.err())).isEqualTo(state + ": " + sentence);
            assertThat(ran.code()).isEqualTo(CODES.get(state));
            assertThat(JSON.readTree(command(server.url(), "--json").out())
                            .get("sentence")
                            .asString())
                    .isEqualTo(sentence);
            Matcher gauge = GAUGE.matcher(
                    RawHttp.get(server.url() + "/-/metrics", PATIENCE).text());
            assertThat(gauge.find()).isTrue();
            assertThat(Integer.parseInt(gauge.group(1)))
                    .isEqualTo(told.get("level").asInt());
            page(told);
        });
    }

    /** The page that was opened before all that, and never since. */
    private void page(JsonNode told) throws IOException {
        Browser shown = browser;
        if (shown != null) {
            assertThat(shown.eval("document.getElementById('sentence').textContent"))
                    .isEqualTo(told.get("sentence").asString());
            assertThat(shown.eval("document.getElementById('status').className"))
                    .contains(told.get("state").asString());
            assertThat(shown.eval("document.querySelector('link[rel=icon]').href"))
                    .contains("/icon-" + told.get("state").asString() + "-");
            assertThat(RawHttp.get(shown.eval("document.querySelector('link[rel=icon]').href"), PATIENCE)
                            .header("content-type"))
                    .isEqualTo("image/svg+xml");
            assertThat(shown.eval("document.querySelectorAll('link[rel=icon], head title').length"))
                    .isEqualTo("2");
            assertThat(shown.eval("document.title"))
                    .isEqualTo(shown.eval("document.querySelector('#status strong').textContent.trim()")
                            + " · Now · Breakwater");
            assertThat(shown.errors()).isEmpty();
        }
    }

    @Test
    void page_api_command_and_metric_say_the_same_while_mirrors_come_and_go() throws Exception {
        everywhere("safe", said -> assertThat(said).isEqualTo("No traffic yet: no problem found."));

        fetch();
        everywhere(
                "safe",
                said -> assertThat(said)
                        .isEqualTo(
                                "Builds are safe: no mirror is down, and all requests of the last 5 minutes were answered"
                                        + " (2)."));

        mirrors.getFirst().fault(Fault.STATUS_500);
        for (int i = 0; i < 6; i++) {
            fetch();
        }
        everywhere(
                "degraded",
                said -> assertThat(said)
                        .matches("1 of 2 mirrors is down: mirror0 \\(500( for 1 min)?\\)\\."
                                + " Cached builds work; new modules come from mirror1\\."));
        JsonNode down = api().at("/upstreams/0");
        assertThat(down.get("reason").asString() + " " + down.get("status").asInt())
                .isEqualTo("status 500");

        mirrors.forEach(mirror -> mirror.fault(Fault.REFUSED));
        everywhere(
                "new-modules-fail",
                said -> assertThat(said)
                        .as("no request since: only probes tell")
                        .startsWith("All 2 mirrors are down: mirror0 (")
                        .contains("mirror1 (no connection")
                        .endsWith("Cached builds work; new modules fail."));

        mirrors.forEach(Mirror::heal);
        everywhere(
                "safe",
                said -> assertThat(said)
                        .isEqualTo(
                                "Builds are safe: no mirror is down, and all requests of the last 5 minutes were answered"
                                        + " (14)."));
    }

    /** How many files of the module are committed. */
    private static long held(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("entries"))) {
            return files.filter(file -> file.toString().contains("v1.0.0")).count();
        }
    }

    @Test
    void a_store_that_is_gone_is_an_outage_until_it_is_back() throws Exception {
        fetch();
        Path data = folder.resolve("data");
        await().atMost(PATIENCE).until(() -> held(data) == 2);
        Files.move(data, folder.resolve("away"));
        everywhere("outage", said -> assertThat(said).startsWith("The store can't be read, so builds fail."));
        assertThat(command(server.url()).out()).as("the reason, below").contains("is gone");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            if (Files.exists(data)) {
                // something that was put in its place meanwhile
                Files.move(data, folder.resolve("instead" + next++));
            }
            Files.move(folder.resolve("away"), data);
            return true;
        });
        everywhere("safe", said -> assertThat(said).startsWith("Builds are safe"));
    }

    @Test
    void failed_requests_are_counted_and_not_rounded_away() throws Exception {
        fetch();
        mirrors.forEach(mirror -> mirror.fault(Fault.STATUS_500));
        assertThat(status("/go/" + Corpora.smallName(50) + "/@v/v1.0.0.mod")).isEqualTo(503);
        mirrors.forEach(Mirror::heal);
        fetch();
        // on a busy machine, the minute in which it makes the state degraded may be over
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api().get("sentence").asString())
                        .containsPattern("1 of 5 requests of the last (minute|5 minutes) failed\\.")
                        .doesNotContain("answered"));
    }

    @Test
    void command_says_what_is_the_matter_if_it_can_not_be_told() throws Exception {
        Shell.Ran unlike = command(mirrors.getFirst().url());
        assertThat(unlike.code()).isEqualTo(3);
        assertThat(unlike.err()).contains("does not know /-/api/v1/status", "404");

        String open = Configured.over(null, List.of(mirrors.getFirst().url()));
        Path other = Files.createDirectory(folder.resolve("other"));
        String url;
        try (RunningServer shy = RunningServer.start(other, open + "access: {console: admin}\n")) {
            url = shy.url();
            Shell.Ran stranger = command(url);
            assertThat(stranger.code()).isEqualTo(3);
            assertThat(stranger.err()).contains("401", "--token");
        }
        Shell.Ran nobody = command(url);
        assertThat(nobody.code()).isEqualTo(3);
        assertThat(nobody.err()).contains("no server answers at " + url);
        assertThat(nobody.out()).isEmpty();
    }
}
