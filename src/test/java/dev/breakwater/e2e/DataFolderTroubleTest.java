package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client and an operator see of a data folder that is full or away. */
class DataFolderTroubleTest {
    private static final String BIG = "/big.test/m0/@v/v1.0.0.zip";

    @TempDir
    private Path folder;

    private String key = "";
    private Path data;
    private boolean mounted;
    private Mirror mirror;
    private @Nullable RunningServer server;

    @BeforeEach
    void prepare() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        Corpus corpus = Corpora.named("small:10+big:3MB", 1);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        mirror = Mirror.start(MirrorSettings.of(corpus).sumdb(sums.name(), sums));
        key = sums.key();
    }

    private void start() throws Exception {
        server = RunningServer.start(folder, """
                repositories:
                  go:
                    format: go
                    checksum-databases:
                      - key: %s
                        sources: [upstreams]
                    upstreams:
                      - name: mirror
                        domain: mirror
                        url: %s
                """.formatted(key, mirror.url()));
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        mirror.close();
        if (mounted) {
            run("umount", "--lazy", data.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String url() {
        return Objects.requireNonNull(server, "nothing was started").url();
    }

    private RawHttp.Got get(String path) throws IOException {
        return RawHttp.get(url() + "/go" + path, Duration.ofSeconds(60));
    }

    private void comes(String path) throws IOException {
        RawHttp.Got got = get(path);
        assertThat(got.status())
                .as("%s: %s", path, got.status() == 200 ? "" : got.text())
                .isEqualTo(200);
        assertThat(got.body())
                .as(path)
                .isEqualTo(RawHttp.get(mirror.url() + path).body());
    }

    private RawHttp.Got ready() throws IOException {
        return RawHttp.get(url() + "/-/ready");
    }

    private static String small(int i, String suffix) {
        return "/" + Corpora.smallName(i) + "/@v/v1.0.0" + suffix;
    }

    @Test
    void with_a_full_disk_everything_is_served_and_nothing_kept_until_there_is_room() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", data.toString());
        if (!mounted) {
            System.err.println("SKIPPED: a full disk cannot be tested, for mounting one takes root");
        }
        assumeTrue(mounted, "mounting takes root");
        start();
        comes(small(0, ".zip"));
        await().until(() -> Files.exists(data.resolve("entries/go" + small(0, ".zip") + "=")));
        fill();

        comes(small(1, ".info"));
        comes(small(1, ".mod"));
        comes(small(1, ".zip"));
        comes(BIG);
        comes(BIG);
        comes(small(0, ".zip"));
        assertThat(mirror.log().count(small(0, ".zip")))
                .as("once by the server, twice by the test")
                .isEqualTo(3);
        assertThat(ready().status()).isEqualTo(200);
        assertThat(ready().text()).contains("\"ready\":true", "No space left");

        Files.delete(data.resolve("filler"));
        comes(small(2, ".mod"));
        await().until(() -> Files.exists(data.resolve("entries/go" + small(2, ".mod") + "=")));
        await().untilAsserted(() -> assertThat(ready().text()).contains("\"degraded\":[]"));
    }

    private void fill() throws IOException {
        try (var filler = Files.newOutputStream(data.resolve("filler"))) {
            byte[] page = new byte[4096];
            for (int i = 0; i < 1000; i++) {
                filler.write(page);
            }
            throw new AssertionError("the disk was to be full by now");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void without_its_data_folder_it_is_not_ready_and_goes_on_by_itself_when_that_is_back() throws Exception {
        start();
        comes(small(0, ".mod"));
        await().until(() -> Files.exists(data.resolve("entries/go" + small(0, ".mod") + "=")));
        Path away = folder.resolve("away");
        Files.move(data, away);

        RawHttp.Got got = get(small(1, ".mod"));
        assertThat(got.status()).isEqualTo(503);
        assertThat(got.header("retry-after")).isNotEmpty();
        assertThat(ready().status()).isEqualTo(503);
        assertThat(ready().text()).contains("is gone");
        // longer than anybody waits who keeps something there: the catalogue tries every 5 s
        await().during(Duration.ofSeconds(7))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(data).doesNotExist());

        Files.move(away, data);
        comes(small(1, ".mod"));
        comes(small(0, ".mod"));
        assertThat(ready().status()).isEqualTo(200);
    }
}
