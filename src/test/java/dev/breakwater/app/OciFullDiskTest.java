package dev.breakwater.app;

import static dev.breakwater.app.ImageRegistryClient.digest;
import static dev.breakwater.app.ImageRegistryClient.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to a server whose disk is full, on one of 4 MiB in memory, which takes the right to mount it. */
class OciFullDiskTest {
    @TempDir
    private Path folder = Path.of("");

    private Path data;
    private boolean mounted;
    private RunningServer server;
    private ImageRegistryClient registry;
    private String token = "";

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "none", data.toString());
        if (!mounted) {
            System.err.println("SKIPPED: a full disk can't be tested, for mounting one takes root");
        }
        assumeTrue(mounted, "mounting takes root");
        server = RunningServer.start(folder, """
                access: {anonymous: nothing}
                repositories:
                  team: {format: oci, hosted: true}
                """);
        registry = new ImageRegistryClient(() -> server.url());
        token = server.token("ci", "read,publish,delete");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        registry.code("GET", "team/app/tags/list", token, "").equals("404 NAME_UNKNOWN"));
    }

    @AfterEach
    void stop() throws Exception {
        if (mounted) {
            registry.close();
            server.close();
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

    private void fill() {
        try (OutputStream filler = Files.newOutputStream(data.resolve("filler"))) {
            byte[] page = new byte[4096];
            for (int i = 0; i < 2000; i++) {
                filler.write(page);
            }
            throw new AssertionError("the disk was to be full by now");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void a_push_to_a_full_disk_is_503_keeps_nothing_and_goes_on_later() throws Exception {
        String first = "a".repeat(500_000);
        String rest = "b".repeat(700_000);
        String whole = digest(first + rest);
        String session = registry.begin("team/app", token);
        assertThat(registry.code("PATCH", session, token, first)).isEqualTo("202");
        fill();
        HttpResponse<String> full = registry.ask("PATCH", session, token, rest);
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.body()).contains("UNAVAILABLE", "no disk space");
        assertThat(header(full, "Retry-After")).isNotEmpty();
        assertThat(registry.code("POST", "team/app/blobs/uploads/?digest=" + digest(rest), token, rest))
                .isEqualTo("503 UNAVAILABLE");
        assertThat(registry.code("PUT", session + "?digest=" + whole, token, rest))
                .isEqualTo("503 UNAVAILABLE");
        assertThat(registry.put("team/app", "1", token, ImageRegistryClient.manifest("{}", "x", ""))
                        .statusCode())
                .isIn(400, 503);
        for (String each : new String[] {whole, digest(rest)}) {
            assertThat(registry.code("GET", "team/app/blobs/" + each, token, ""))
                    .isEqualTo("404 BLOB_UNKNOWN");
        }
        Files.delete(data.resolve("filler"));
        HttpResponse<String> status = registry.ask("GET", session, token, "");
        int there = Integer.parseInt(header(status, "Range").substring(2)) + 1;
        assertThat(there).isBetween(first.length(), first.length() + rest.length());
        String left = (first + rest).substring(there);
        assertThat(registry.code(
                        "PUT", session + "?digest=" + whole, token, left, "Content-Range", there + "-" + 1199999))
                .isEqualTo("201");
        assertThat(registry.ask("GET", "team/app/blobs/" + whole, token, "").body())
                .isEqualTo(first + rest);
    }
}
