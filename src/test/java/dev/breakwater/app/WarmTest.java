package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmTest {
    private static final int MODULES = 50;

    @TempDir
    private Path folder = Path.of("");

    private static String goSum(int modules) {
        return IntStream.range(0, modules)
                .mapToObj(
                        i -> Corpora.smallName(i) + " v1.0.0 h1:x=\n" + Corpora.smallName(i) + " v1.0.0/go.mod h1:x=\n")
                .collect(Collectors.joining());
    }

    private static Shell.Ran warm(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "warm";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Shell.run(Map.of("GOPROXY", "https://a.example.com"), all);
    }

    private RunningServer server(Mirror mirror) throws Exception {
        return RunningServer.start(
                folder,
                "repositories: {go: {checksum-databases: [], upstreams: [{name: m, url: '" + mirror.url() + "'}]}}\n");
    }

    @Test
    void everything_that_is_named_is_held_afterwards_and_a_second_run_fetches_nothing() throws Exception {
        Path half = Files.writeString(folder.resolve("half.sum"), goSum(MODULES / 2));
        Path sum = Files.writeString(folder.resolve("go.sum"), goSum(MODULES));
        try (Mirror mirror = Mirror.serving(Corpora.small(MODULES, 1));
                RunningServer server = server(mirror)) {
            assertThat(warm(half.toString(), "--server", server.url()).code()).isZero();
            // one that was broken off and is run again
            Shell.Ran rest = warm(sum.toString(), "--server", server.url() + "/go/", "--at-once", "7");
            assertThat(rest.err()).isEmpty();
            assertThat(rest.out()).startsWith(server.url() + "/go has 150 files: ");
            assertThat(rest.code()).isZero();
            await().until(() -> warm(sum.toString(), "--server", server.url(), "--json")
                    .out()
                    .contains("\"held\" : 150"));
            long asked = mirror.log().count();
            assertThat(warm(sum.toString(), "--server", server.url()).out()).contains("150 cached, 0 fetched");
            assertThat(mirror.log().count()).isEqualTo(asked);
            for (String kind : new String[] {"info", "mod", "zip"}) {
                assertThat(RawHttp.get(
                                        server.url() + "/go/small.test/m049/@v/v1.0.0." + kind,
                                        "Disable-Module-Fetch: true")
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void what_cannot_be_had_is_named_with_file_and_line_and_the_rest_is_held() throws Exception {
        Path sum = Files.writeString(folder.resolve("go.sum"), goSum(1) + "none.test/m v1.0.0 h1:x=\nnonsense\n");
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 1));
                RunningServer server = server(mirror)) {
            Shell.Ran ran = warm(sum.toString(), "--server", server.url());
            assertThat(ran.err())
                    .contains(sum + ":4: is not a valid go.sum line")
                    .contains(sum + ":3: none.test/m/@v/v1.0.0.zip: 404 none.test/m/@v/v1.0.0.zip does not exist");
            assertThat(ran.out()).contains("has 3 files").contains("4 failed");
            assertThat(ran.code()).isEqualTo(1);
        }
    }

    @Test
    void no_server_is_3_and_named() throws Exception {
        Path sum = Files.writeString(folder.resolve("go.sum"), goSum(3));
        String nobody = "http://127.0.0.1:" + Ports.free();
        Shell.Ran ran = warm(sum.toString(), "--server", nobody);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("no server answers at " + nobody + "/go");
        assertThat(warm("missing.sum").err()).contains("file not found: missing.sum");
        assertThat(warm(sum.toString(), "--server", "localhost").code()).isEqualTo(2);
        Shell.Ran clear = warm(sum.toString(), "--server", "http://deps.example.com", "--token", "secret");
        assertThat(clear.err()).contains("in clear text").doesNotContain("secret");
        assertThat(clear.code()).isEqualTo(2);
    }
}
