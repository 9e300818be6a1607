package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.Main;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangupSignalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private Process start(Path file, int port) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--config",
                        file.toString(),
                        "--listen",
                        "127.0.0.1:" + port,
                        "--data-dir",
                        folder.resolve("data").toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static boolean serves(int port) {
        try {
            return RawHttp.get("http://127.0.0.1:" + port + "/-/ready").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void hangUp(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void sighup_reads_it_all_again_secrets_in_files_of_their_own_included() throws Exception {
        int port = Ports.free();
        Path where = folder.resolve("where");
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "repositories: {go: {checksum-databases: [], upstreams: [{name: m, url: '${file:" + where + "}'}]}}\n");
        try (Mirror one = Mirror.serving(Corpora.small(2, 1));
                Mirror two = Mirror.serving(Corpora.small(2, 1))) {
            Files.writeString(where, one.url() + "\n");
            Process process = start(file, port);
            try {
                await().atMost(PATIENCE).until(() -> serves(port));
                Files.writeString(where, two.url() + "\n");
                hangUp(process);
                await().atMost(PATIENCE).until(() -> log().contains("is in force"));
                String zip = "http://127.0.0.1:" + port + "/go/small.test/m000/@v/v1.0.0.zip";
                assertThat(RawHttp.get(zip, PATIENCE).status()).isEqualTo(200);
                assertThat(one.log().count()).isZero();
                assertThat(two.log().count()).isPositive();

                Files.writeString(where, "nonsense");
                hangUp(process);
                await().atMost(PATIENCE).until(() -> log().contains("is rejected"));
                assertThat(log())
                        .containsPattern("ERROR configuration: .*breakwater\\.yaml:1:72: .*url .* is not an http");
                assertThat(process.isAlive()).isTrue();
                assertThat(serves(port)).isTrue();
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }
}
