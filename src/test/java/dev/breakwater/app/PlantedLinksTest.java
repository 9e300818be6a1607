package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code store export} and {@code store import} of a folder in which somebody else has put links and other things. */
class PlantedLinksTest {
    private static final Corpus CORPUS = Corpora.small(3, 1);
    private static final String MODULE = Corpora.smallName(0);
    private static final String ZIP = MODULE + "/@v/v1.0.0.zip";

    @TempDir
    private Path folder = Path.of("");

    private Mirror mirror;
    private Path victim = Path.of("");
    private Path planted = Path.of("");

    @BeforeEach
    void fill() throws Exception {
        mirror = Mirror.serving(CORPUS);
        victim = Files.writeString(folder.resolve("victim"), "the operator's own");
        planted = Files.createDirectory(folder.resolve("planted"));
        String upstream = "repositories: {go: {checksum-databases: [], upstreams: ['" + mirror.url() + "']}}\n";
        try (RunningServer server = RunningServer.start(folder, upstream)) {
            for (int i = 0; i < 3; i++) {
                for (String kind : List.of("info", "mod", "zip")) {
                    RawHttp.Got got = RawHttp.get(
                            server.url() + "/go/" + Corpora.smallName(i) + "/@v/v1.0.0." + kind,
                            Duration.ofSeconds(60));
                    assertThat(got.status()).as(got.text()).isEqualTo(200);
                }
            }
        }
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private Shell.Ran store(String data, String... arguments) {
        List<String> all = new ArrayList<>(List.of("store"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", folder.resolve("breakwater.yaml").toString(), "--unverified"));
        all.addAll(List.of("--data-dir", folder.resolve(data).toString()));
        return Shell.run(Map.of(), all.toArray(String[]::new));
    }

    private Path at(String path) throws Exception {
        Path file = planted.resolve(path);
        Files.createDirectories(file.getParent());
        return file;
    }

    @Test
    void export_writes_through_no_link_and_replaces_none() throws Exception {
        Files.createSymbolicLink(at(ZIP), victim);
        Files.createSymbolicLink(at(Corpora.smallName(1) + "/@v/v1.0.0.mod.breakwater-next"), victim);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(at(Corpora.smallName(2) + "/@v"), elsewhere);
        Shell.Ran ran = store("data", "export", planted.toString());
        assertThat(victim).hasContent("the operator's own");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(Files.isSymbolicLink(planted.resolve(ZIP))).isTrue();
        assertThat(ran.err()).contains(ZIP + ": ", "links are not followed", Corpora.smallName(2));
        assertThat(ran.code()).isEqualTo(1);
        // what nobody has tampered with is whole
        assertThat(Files.readAllBytes(planted.resolve(Corpora.smallName(1) + "/@v/v1.0.0.mod")))
                .isEqualTo(CORPUS.release(Corpora.smallName(1), "v1.0.0")
                        .orElseThrow()
                        .goMod());
        assertThat(planted.resolve(Corpora.smallName(1) + "/@v/list")).hasContent("v1.0.0");
    }

    @Test
    void import_reads_through_no_link() throws Exception {
        assertThat(store("data", "export", planted.toString()).err()).isEmpty();
        Path away = folder.resolve("away.zip");
        Files.move(planted.resolve(ZIP), away);
        Files.createSymbolicLink(planted.resolve(ZIP), away);
        Path module = planted.resolve(Corpora.smallName(1));
        Path moved = Files.move(module.resolve("@v"), folder.resolve("away"));
        Files.createSymbolicLink(module.resolve("@v"), moved);
        Shell.Ran ran = store("other", "import", planted.toString(), "--server", "http://127.0.0.1:1");
        assertThat(ran.out()).as(ran.err()).contains("5 files taken");
        assertThat(folder.resolve("other/entries/go/" + ZIP + "=")).doesNotExist();
    }
}
