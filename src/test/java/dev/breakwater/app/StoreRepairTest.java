package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Events;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code store check --repair} beside a server and without one. */
class StoreRepairTest {
    private static final String ZIP = "big.test/m0/@v/v1.0.0.zip";

    @TempDir
    private Path folder = Path.of("");

    private Shell.Ran repair(String server, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of("store", "check", "--repair", "--data-dir", data().toString(), "--server", server),
                        Stream.of(more))
                .toList();
        return Shell.run(Map.of("GOPROXY", "https://a.example.com"), arguments.toArray(String[]::new));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path file(String path) {
        return data().resolve("entries/go/" + path + "=");
    }

    private static void flip(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(5_000);
            int b = bytes.read();
            bytes.seek(5_000);
            bytes.write(b ^ 1);
        }
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(data().resolve("damaged"))) {
            return files.toList();
        }
    }

    private static void publish(FileStore store, String path, boolean hosted) throws IOException {
        Meta meta = new Meta("application/zip", Standing.CONFIRMED, "x", "-", Instant.EPOCH, null, hosted);
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(new byte[10_000]));
            staged.complete();
            store.commit(staged, new Key("go", path), meta);
        }
    }

    @Test
    void what_is_damaged_is_moved_away_and_fetched_again_though_the_server_has_it_ready_to_be_sent() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.big(1, 100_000, 1));
                RunningServer server = RunningServer.start(
                        folder,
                        "repositories: {go: {checksum-databases: [], upstreams: [{name: m, url: '" + mirror.url()
                                + "'}]}}\n")) {
            String url = server.url() + "/go/" + ZIP;
            byte[] right = RawHttp.get(url).body();
            await().until(() -> RawHttp.get(url).header("X-Breakwater").startsWith("hit"));
            flip(file(ZIP));
            assertThat(RawHttp.get(url).body()).as("held open").isNotEqualTo(right);

            Shell.Ran ran = repair(server.url());
            assertThat(ran.out())
                    .contains("damaged: " + file(ZIP) + ": the body of go/" + ZIP + " has the SHA-256 ")
                    .contains("  moved to " + aside().getFirst() + "; fetched again\n")
                    .contains("1 damaged");
            assertThat(ran.code()).isZero();
            await().until(() -> Files.exists(file(ZIP)));
            await().untilAsserted(() -> assertThat(RawHttp.get(url).body()).isEqualTo(right));
            assertThat(repair(server.url()).out()).contains("checked: all intact");
        }
    }

    @Test
    void without_a_server_it_is_moved_away_and_fetched_when_it_is_wanted() throws Exception {
        try (FileStore store = FileStore.open(data(), InstantSource.system(), Events.NONE)) {
            publish(store, ZIP, false);
        }
        flip(file(ZIP));
        String nobody = "http://127.0.0.1:" + Ports.free();
        Shell.Ran ran = repair(nobody);
        assertThat(ran.out()).contains("; the next request fetches it again: no server answers at " + nobody + ": ");
        assertThat(ran.code()).isZero();
        assertThat(file(ZIP)).doesNotExist();
        assertThat(aside()).hasSize(1);
    }

    @Test
    void what_was_published_here_or_is_not_ours_is_left_to_the_operator_and_that_is_1() throws Exception {
        try (FileStore store = FileStore.open(data(), InstantSource.system(), Events.NONE)) {
            publish(store, "own.test/m/@v/v1.0.0.zip", true);
        }
        flip(file("own.test/m/@v/v1.0.0.zip"));
        Path foreign = Files.writeString(data().resolve("entries/go/notes.txt"), "mine");
        Shell.Ran ran = repair("http://127.0.0.1:" + Ports.free(), "--json");
        assertThat(ran.out())
                .contains("published here, so no upstream has it")
                .contains("left in place: not a file of Breakwater")
                .contains("\"good\" : false");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(foreign).exists();
        assertThat(aside()).hasSize(1);
    }
}
