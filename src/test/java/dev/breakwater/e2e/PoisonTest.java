package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module that was published broken: every honest mirror serves it as it is, and nobody can use it. */
class PoisonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EVIL = "example.com/evil/@v/v1.0.0.zip";
    private static final int SOUND = 100;

    @TempDir
    private Path folder;

    private static RawHttp.Got get(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + path, PATIENCE);
    }

    private static Corpus corpus() {
        return Corpora.small(SOUND, 3)
                .publish(
                        "example.com/evil",
                        "v1.0.0",
                        Map.of("go.mod", "module example.com/evil\n", "a.go", "package a\n", "A.go", "package a\n"));
    }

    /** Mirrors pack zips differently, so their bytes differ; the defect is the same. */
    @Test
    void broken_module_asked_for_again_and_again_costs_other_modules_nothing() throws Exception {
        Corpus corpus = corpus();
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            mirrors.add(Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums)));
        }
        mirrors.getLast()
                .fault(
                        Fault.REPACKED_ZIP,
                        asked -> asked.kind() == Kind.ZIP && asked.path().contains("evil"));
        String configuration = Configured.over(
                        sums.key(), mirrors.stream().map(Mirror::url).toList())
                .replace("selection: priority", "selection: response-time");
        Queue<RawHttp.Got> poisoned = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        try (RunningServer server = RunningServer.start(folder, configuration)) {
            Thread stranger = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 10_000 && !over.get(); i++) {
                        poisoned.add(get(server, "/go/" + EVIL));
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < SOUND; i++) {
                statuses.add(get(server, "/go/" + Corpora.smallName(i) + "/@v/v1.0.0.zip")
                        .status());
            }
            over.set(true);
            stranger.join();
            assertThat(statuses).as("cold requests for sound modules").containsOnly(200);
            assertThat(get(server, "/-/metrics").text())
                    .as("nobody is at fault")
                    .doesNotContain("to=\"open\"")
                    .doesNotContain("verdict=\"rejected\"");
        } finally {
            mirrors.forEach(Mirror::close);
        }
        assertThat(poisoned).allSatisfy(got -> {
            assertThat(got.status()).as(got.text()).isEqualTo(404);
            assertThat(got.header("cache-control")).isEqualTo("no-store");
            assertThat(got.text()).contains("are one name on file systems that ignore case");
        });
        assertThat(mirrors.stream().mapToLong(m -> m.log().count("/" + EVIL)).sum())
                .as("what was learned is remembered")
                .isLessThanOrEqualTo(6);
    }

    /** A 404 would send the go command on to its next choice, with the name. */
    @Test
    void broken_private_module_is_trouble_and_not_absence() throws Exception {
        try (Mirror own = Mirror.serving(corpus());
                RunningServer server = RunningServer.start(folder, """
                        repositories:
                          go:
                            checksum-databases: []
                            upstreams: [{url: "%s", name: own}]
                            private: [{pattern: "example.com/*", from: own}]
                        """.formatted(own.url()))) {
            RawHttp.Got got = get(server, "/go/" + EVIL);
            assertThat(got.status()).as(got.text()).isEqualTo(503);
            assertThat(got.text()).contains("are one name on file systems that ignore case");
        }
    }
}
