package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<Shell.Ran> waited = new ArrayList<>();

    private Shell.Ran ready(String... options) {
        List<String> line = new ArrayList<>(List.of("ready"));
        line.addAll(List.of(options));
        return Shell.run(Map.of(), line.toArray(String[]::new));
    }

    @Test
    void server_is_awaited_found_where_it_listens_and_missed_when_it_has_ended() throws Exception {
        int port = free();
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 1))) {
            String configuration = "listen: 127.0.0.1:" + port
                    + "\npublic-url: https://nowhere.invalid\nrepositories: {go: {checksum-databases: [], upstreams: ['"
                    + mirror.url() + "']}}\n";
            String file = Files.writeString(folder.resolve("other.yaml"), configuration)
                    .toString();
            assertThat(ready("--config", file).code()).as("before there is one").isEqualTo(3);
            Thread waiting = Thread.ofVirtual().start(() -> waited.add(ready("--config", file, "--wait", "60s")));
            try (RunningServer server = RunningServer.start(folder, configuration, port, InstantSource.system())) {
                waiting.join();
                assertThat(server.url()).as("where clients ask").isEqualTo("https://nowhere.invalid");
                assertThat(waited).singleElement().satisfies(ran -> {
                    assertThat(ran.code()).as(ran.err()).isZero();
                    assertThat(ran.out()).isEqualTo("ready" + System.lineSeparator());
                });
                Files.move(folder.resolve("data"), folder.resolve("away"));
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    Shell.Ran gone = ready("--server", "http://127.0.0.1:" + port);
                    assertThat(gone.code()).isEqualTo(1);
                    assertThat(gone.out()).startsWith("not ready: 503 ");
                });
            }
        }
        Shell.Ran ended = ready("--server", "http://127.0.0.1:" + port);
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).contains("no server answers at " + URI.create("http://127.0.0.1:" + port));
        assertThat(ready("--wait", "soon").code()).isEqualTo(2);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
