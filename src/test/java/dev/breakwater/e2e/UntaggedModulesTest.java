package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.OddMirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules that were never tagged, of which mirrors list pseudo-versions. */
class UntaggedModulesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OLDER = "v0.0.0-20230101000000-aaaaaaaaaaaa";
    private static final String NEWER = "v0.0.0-20240601000000-bbbbbbbbbbbb";
    private static final String OLDER_THAT_SORTS_LAST = "v1.0.1-0.20230301000000-cccccccccccc";

    @TempDir
    private Path folder;

    private static RawHttp.Got get(String base, String path) throws IOException {
        return RawHttp.get(base + "/" + path, PATIENCE);
    }

    /** Serves a module that was never tagged as mirrors in the wild do: its pseudo-versions are listed, and there is no latest. */
    private static OddMirror untagged() {
        Corpus corpus = new Corpus();
        List<String> listed = List.of(OLDER, NEWER, OLDER_THAT_SORTS_LAST);
        listed.forEach(v -> corpus.publish("example.com/tip", v, Map.of("tip.go", "package tip\n")));
        byte[] list = (String.join("\n", listed) + "\n").getBytes(StandardCharsets.UTF_8);
        return new OddMirror(MirrorSettings.of(corpus), it -> switch (it.asked().kind()) {
            case LIST -> it.status() == 200 ? it.reply(200, list, "Content-Length: " + list.length) : it.usual();
            case LATEST -> it.reply(404, new byte[0], "Content-Length: 0");
            default -> it.usual();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void newest_pseudo_version_is_the_latest_of_a_module_without_tags(int mirrors) throws Exception {
        try (OddMirror one = untagged();
                OddMirror other = untagged();
                RunningServer server = RunningServer.start(
                        folder,
                        Configured.over(null, List.of(one.url(), other.url()).subList(0, mirrors)))) {
            assertThat(get(server.url() + "/go", "example.com/tip/@v/list").text())
                    .as("the list shows no pseudo-versions")
                    .isEmpty();
            RawHttp.Got got = get(server.url() + "/go", "example.com/tip/@latest");
            assertThat(got.text()).contains("\"" + NEWER + "\"");

            GoCommand go = GoCommand.orSkip(folder.resolve("home")).proxy(server.url() + "/go");
            Path module = Files.createDirectory(folder.resolve("user"));
            Files.writeString(module.resolve("go.mod"), "module example.com/user\n\ngo 1.21\n");
            GoCommand.Ran ran = go.with("GONOSUMDB", "*").run(module, "list", "-m", "example.com/tip@latest");
            assertThat(ran.output()).contains("example.com/tip " + NEWER);
        }
    }
}
