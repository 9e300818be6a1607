package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code warm} for images, over a registry in the test. */
class OciWarmTest {
    private static final Pattern PART =
            Pattern.compile("\"mediaType\":\"([^\"]+)\",\"digest\":\"(sha256:[0-9a-f]{64})\"");

    @TempDir
    private Path folder = Path.of("");

    private Shell.Ran warm(RunningServer server, String... more) throws Exception {
        Path list = Files.writeString(folder.resolve("compose.yaml"), "services:\n  a:\n    image: tea:v1\n");
        String[] all = {
            "warm",
            list.toString(),
            "--config",
            server.file().toString(),
            "--server",
            server.url(),
            "--repository",
            "hub"
        };
        String[] arguments = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, arguments, all.length, more.length);
        return Shell.run(Map.of(), arguments);
    }

    private void isHeld(RunningServer server, String path) throws Exception {
        RawHttp.Got got = RawHttp.get(server.url() + "/v2/library/tea/" + path);
        assertThat(got.status()).as(path).isEqualTo(200);
        Matcher part = PART.matcher(path.startsWith("manifests") ? got.text() : "");
        while (part.find()) {
            isHeld(server, (part.group(1).contains(".manifest.") ? "manifests/" : "blobs/") + part.group(2));
        }
    }

    @Test
    void all_of_an_image_is_held_afterwards_and_a_second_run_fetches_nothing() throws Exception {
        OciCorpus corpus = new OciCorpus();
        corpus.push("library/tea", "v1", 5_000);
        try (OciRegistry registry = OciRegistry.serving(corpus);
                RunningServer server = RunningServer.start(
                        folder,
                        "repositories: {hub: {format: oci, registry: docker.io, upstreams: ['" + registry.url()
                                + "']}}\n")) {
            Shell.Ran none = warm(server, "--platform", "plan9/mips");
            assertThat(none.err()).contains("compose.yaml:3: ").contains("has no image for plan9/mips");
            assertThat(none.code()).isEqualTo(1);
            Shell.Ran ran = warm(server, "--platform", "all");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.out()).startsWith(server.url() + "/v2 has ");
            registry.fault(Fault.REFUSED);
            isHeld(server, "manifests/v1");
            assertThat(warm(server, "--platform", "all").out()).contains(" 0 fetched");
        }
    }
}
