package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.store.StoreCheck;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import dev.breakwater.testing.Upload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where it is not as it should be, a server says what is wrong and what to do, and does not serve or goes on serving what it can. */
class BadSurroundingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(3, 1).publish(Corpora.big(1, 3_000_000, 1));
    private final Mirror mirror = Mirror.serving(corpus);
    private final List<Path> mounted = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        mirror.close();
        for (Path disk : mounted) {
            assertThat(run("umount", "--lazy", disk.toString())).isTrue();
        }
    }

    private Path configuration() throws IOException {
        return Files.writeString(folder.resolve("breakwater.yaml"), Configured.over(null, List.of(mirror.url())));
    }

    private Path disk(String options) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("data"));
        boolean able = run("mount", "-t", "tmpfs", "-o", options, "none", disk.toString());
        if (!able) {
            System.err.println("SKIPPED: a disk of " + options + " cannot be tested, for mounting one takes root");
        }
        assumeTrue(able, "mounting takes root");
        mounted.add(disk);
        return disk;
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void refuses(Path configuration, Path data, String... said) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, configuration, data)) {
            assertThat(server.exit()).isEqualTo(3);
            assertThat(server.log()).contains(said).doesNotContain("serving at").doesNotContain("\tat ");
        }
    }

    @Test
    void a_configuration_with_ten_mistakes_is_refused_with_all_ten_at_their_places() throws Exception {
        Path configuration = Files.writeString(folder.resolve("breakwater.yaml"), """
                public-url: nonsense
                data-dirr: /tmp/x
                log:
                  format: xml
                repositories:
                  go:
                    format: golang
                    fresh: soon
                    upstreams:
                      - name: one
                        url: ftp://mirror.test
                        tier: third
                        timeouts:
                          connect: 5
                      - name: two
                        url: https://
                    checksum-databases:
                      - key: sum.test+1+2
                """);
        try (ServerProcess server = ServerProcess.start(folder, configuration, folder.resolve("data"))) {
            assertThat(server.exit()).isEqualTo(3);
            List<String> told = server.log()
                    .lines()
                    .filter(line -> line.contains("breakwater.yaml:"))
                    .toList();
            assertThat(told).hasSizeGreaterThanOrEqualTo(10);
            for (int line : new int[] {1, 2, 4, 7, 8, 11, 12, 14, 16, 18}) {
                assertThat(told).as("line %d", line).anyMatch(it -> it.contains("breakwater.yaml:" + line + ":"));
            }
            assertThat(server.log()).contains("data-dir").contains("nothing was started");
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_data_folder_that_is_a_file_or_below_one_is_refused_and_named() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        refuses(configuration(), file, "can't create the data folder " + file, "is a file");
        refuses(configuration(), file.resolve("below"), "can't create the data folder " + file);
        assertThat(file).hasContent("in the way");
    }

    @Test
    void a_data_folder_that_is_read_only_is_refused_and_named() throws Exception {
        Path disk = disk("size=1m,ro");
        refuses(configuration(), disk, disk.toString(), "Read-only file system", "data-dir");
    }

    @Test
    void the_data_folder_of_a_running_server_is_refused_and_its_process_named() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess first = ServerProcess.start(folder, configuration(), data)) {
            String url = first.url();
            refuses(configuration(), data, data.toString(), "process " + first.pid(), "data-dir");
            assertThat(RawHttp.get(url + "/-/ready").status()).isEqualTo(200);
            assertThat(RawHttp.get(url + "/go/small.test/m000/@v/v1.0.0.mod", PATIENCE)
                            .status())
                    .isEqualTo(200);
        }
        try (ServerProcess next = ServerProcess.start(folder, configuration(), data)) {
            assertThat(RawHttp.get(next.url() + "/-/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void a_full_disk_breaks_neither_what_is_held_nor_what_comes_when_there_is_room_again() throws Exception {
        Path disk = disk("size=1m");
        try (RunningServer server = RunningServer.start(folder, Configured.over(null, List.of(mirror.url())))) {
            String held = server.url() + "/go/small.test/m000/@v/v1.0.0.zip";
            assertThat(RawHttp.get(held, PATIENCE).status()).isEqualTo(200);

            RawHttp.Got big = RawHttp.get(server.url() + "/go/big.test/m0/@v/v1.0.0.zip", PATIENCE);
            assertThat(big.status()).as("%s bytes", big.body().length).isEqualTo(200);
            assertThat(big.body()).isEqualTo(zip("big.test/m0"));
            assertThat(RawHttp.get(server.url() + "/-/ready").text()).contains("No space left");
            assertThat(RawHttp.get(held, PATIENCE).body()).isEqualTo(zip("small.test/m000"));
            try (var staging = Files.list(disk.resolve("staging"))) {
                assertThat(staging).isEmpty();
            }

            Path filler = Files.write(disk.resolve("filler"), new byte[0]);
            fill(filler);
            RawHttp.Got small = RawHttp.get(server.url() + "/go/small.test/m001/@v/v1.0.0.zip", PATIENCE);
            assertThat(small.status()).as(small.text()).isIn(200, 503);
            if (small.status() == 200) {
                assertThat(small.body()).isEqualTo(zip("small.test/m001"));
            }
            assertThat(RawHttp.get(held, PATIENCE).body()).isEqualTo(zip("small.test/m000"));

            Files.delete(filler);
            RawHttp.Got again = RawHttp.get(server.url() + "/go/small.test/m002/@v/v1.0.0.zip", PATIENCE);
            assertThat(again.body()).isEqualTo(zip("small.test/m002"));
        }
        assertThat(StoreCheck.run(disk, damaged -> {}).damaged()).isZero();
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private byte[] zip(String module) {
        return corpus.releases(module).getFirst().zip().bytes();
    }

    @Test
    void on_a_full_disk_a_release_is_refused_with_the_reason_and_nothing_of_it_is_kept() throws Exception {
        Path data = disk("size=4m");
        String token = new Users(data).token("ci", Set.of(Permission.READ, Permission.PUBLISH));
        try (RunningServer server = RunningServer.start(folder, """
                repositories:
                  go:
                    checksum-databases: []
                    private: [{pattern: "corp.test/*", from: hosted}]
                    upstreams: ["http://127.0.0.1:9"]
                """)) {
            String go = server.url() + "/go";
            Path filler = Files.write(data.resolve("filler"), new byte[3 << 20]);
            byte[] noise = new byte[3 << 20];
            new java.util.Random(1).nextBytes(noise);
            String big = "corp.test/lib@v1.0.0";
            byte[] zip = Upload.zip(
                    big,
                    Map.of("go.mod", "module corp.test/lib\n", "a", new String(noise, StandardCharsets.ISO_8859_1)));
            var refused = Upload.put(go, big, zip, token);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
            assertThat(refused.body()).contains("full").doesNotContain(data.toString());
            assertThat(Upload.get(go + "/corp.test/lib/@v/list", token).statusCode())
                    .isEqualTo(404);
            assertThat(Upload.get(go + "/corp.test/lib/@v/v1.0.0.zip", token).statusCode())
                    .isEqualTo(404);
            Files.delete(filler);
            String small = "corp.test/lib@v1.0.1";
            assertThat(Upload.put(go, small, Upload.zip(small, "x"), token).statusCode())
                    .isEqualTo(201);
            assertThat(Upload.get(go + "/corp.test/lib/@v/list", token).body()).isEqualTo("v1.0.1\n");
        }
    }
}
