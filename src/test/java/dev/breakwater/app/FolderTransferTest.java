package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.store.StoreCheck;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import dev.breakwater.testing.Release;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a server into a folder, from there to a client and to another server, with nobody outside who answers. */
class FolderTransferTest {
    /** A server that has just started on a busy machine takes its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MODULES = 4;
    private static final int OWN = 3;
    private static final List<String> KINDS = List.of("info", "mod", "zip");

    /** The server with all of it, filled once. */
    @TempDir
    private static Path outside;

    @TempDir
    private Path folder = Path.of("");

    private static final Corpus CORPUS = Corpora.small(MODULES, 1);
    private static final CorpusDatabase DATABASE = new CorpusDatabase("sum.test", CORPUS);
    private Path exported = Path.of("");

    @BeforeEach
    void choose() {
        exported = folder.resolve("exported");
    }

    /** Three modules from a mirror, and one of the operator's own. */
    @BeforeAll
    static void fill() throws Exception {
        fetch(
                Corpora.smallName(0) + "/@v/v1.0.0.",
                Corpora.smallName(1) + "/@v/v1.0.0.",
                Corpora.smallName(2) + "/@v/v1.0.0.");
        Release own = CORPUS.release(Corpora.smallName(OWN), "v1.0.0").orElseThrow();
        try (FileStore store = FileStore.open(outside.resolve("data"), InstantSource.system(), event -> {})) {
            commit(store, "info", own.info());
            commit(store, "mod", own.goMod());
            commit(store, "zip", own.zip().bytes());
        }
    }

    /** Has the server outside fetch all of some versions. */
    private static void fetch(String... versions) throws Exception {
        try (Mirror mirror = Mirror.start(MirrorSettings.of(CORPUS).sumdb("sum.test", DATABASE));
                RunningServer server = RunningServer.start(outside, configuration(mirror.url(), ""))) {
            for (String version : versions) {
                for (String kind : KINDS) {
                    RawHttp.Got got = RawHttp.get(server.url() + "/go/" + version + kind, PATIENCE);
                    assertThat(got.status()).as(got.text()).isEqualTo(200);
                }
            }
        }
    }

    private static void commit(FileStore store, String kind, byte[] bytes) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(bytes));
            staged.complete();
            Meta meta = new Meta("any", Standing.CONFIRMED, "published", "-", Instant.EPOCH, null, true);
            store.commit(staged, new Key("go.private", file(OWN, kind)), meta);
        }
    }

    private Path place(String name) {
        return name.equals("outside") ? outside : folder.resolve(name);
    }

    private Path data(String name) {
        return place(name).resolve("data");
    }

    private static String configuration(String mirror, String more) {
        return """
                %s
                repositories:
                  go:
                    checksum-databases: [{key: "%s", sources: [upstreams]}]
                    upstreams: [{name: m, url: '%s'}]
                    private: [{pattern: small.test/m003, from: hosted}]
                """.formatted(more, DATABASE.key(), mirror);
    }

    private static String file(int module, String kind) {
        return Corpora.smallName(module) + "/@v/v1.0.0." + kind;
    }

    private Shell.Ran store(String place, String... arguments) {
        List<String> all = new ArrayList<>(List.of("store"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", outside.resolve("breakwater.yaml").toString()));
        all.addAll(List.of("--data-dir", data(place).toString()));
        return Shell.run(Map.of(), all.toArray(String[]::new));
    }

    /** A go command that can reach {@code proxy} and nothing else. */
    private GoCommand go(String name, String proxy) throws IOException {
        return GoCommand.orSkip(Files.createDirectory(folder.resolve(name)))
                .proxy(proxy)
                .sumdb(DATABASE.key())
                .with("GONOPROXY", "none");
    }

    /** Gets the newest versions of {@code modules}, all of them at once. */
    private GoCommand.Ran get(GoCommand go, String... modules) throws Exception {
        Path main = Files.createTempDirectory(folder, "main");
        Files.writeString(main.resolve("go.mod"), "module main.test/m\n\ngo 1.21\n");
        List<String> words = new ArrayList<>(List.of("get"));
        Stream.of(modules).map(module -> module).forEach(words::add);
        return go.run(main, words.toArray(String[]::new));
    }

    @Test
    void go_needs_no_network_with_what_was_exported() throws Exception {
        Shell.Ran ran = store("outside", "export", exported.toString(), "small.test");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("3 versions of 3 modules: 9 files written");
        assertThat(ran.code()).isZero();
        GoCommand go = go("client", exported.toUri().toString().replaceFirst("/$", ""));
        GoCommand.Ran got = get(go, Corpora.smallName(0), Corpora.smallName(1), Corpora.smallName(2));
        assertThat(got.passed()).as(got.output()).isTrue();
        assertThat(get(go, Corpora.smallName(OWN)).passed()).isFalse();
        assertThat(Files.exists(exported.resolve(file(OWN, "zip")))).isFalse();

        CORPUS.publish("grown.test/m", "v1.2.3", Map.of("go.mod", "module grown.test/m\n", "a.go", "package a\n"));
        fetch("grown.test/m/@v/v1.2.3.");
        assertThat(store("outside", "export", exported.toString(), "grown.test").out())
                .contains("3 files written");
        GoCommand.Ran more = get(go, "grown.test/m");
        assertThat(more.passed()).as(more.output()).isTrue();

        // the client believes the proof and nothing else
        try (Stream<Path> tiles = Files.list(exported.resolve("sumdb/sum.test/tile/8/0/000.p"))) {
            for (Path tile : tiles.toList()) {
                Files.write(tile, new byte[(int) Files.size(tile)]);
            }
        }
        GoCommand.Ran forged = get(go("stranger", exported.toUri().toString()), Corpora.smallName(0));
        assertThat(forged.output()).contains("inconsistent tile");
        assertThat(forged.passed()).isFalse();
    }

    @Test
    void what_is_there_already_stays_and_what_is_private_comes_only_by_name() throws Exception {
        assertThat(store("outside", "export", exported.toString(), Corpora.smallName(0))
                        .out())
                .startsWith("1 versions of 1 modules: 3 files written");
        Files.write(exported.resolve(file(0, "zip")), new byte[3]);
        Shell.Ran all = store("outside", "export", exported.toString(), "small.test", "--private", "small.test/*");
        assertThat(all.err()).isEmpty();
        assertThat(all.out())
                .startsWith("4 versions of 4 modules: 10 files written")
                .contains("2 already present");
        assertThat(Files.readAllBytes(exported.resolve(file(0, "zip"))))
                .isEqualTo(CORPUS.release(Corpora.smallName(0), "v1.0.0")
                        .orElseThrow()
                        .zip()
                        .bytes());
        assertThat(exported.resolve(Corpora.smallName(OWN) + "/@v/list")).hasContent("v1.0.0");
        try (Stream<Path> files = Files.walk(exported)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("breakwater"));
        }
    }

    @Test
    void another_server_that_was_never_online_serves_what_was_imported_and_proves_it() throws Exception {
        store("outside", "export", exported.toString(), "small.test", "--private", "small.test/*");
        String nobody = "http://127.0.0.1:" + Ports.free();
        Shell.Ran refused = store("inside", "import", exported.toString(), "--server", nobody);
        assertThat(refused.err()).contains(Corpora.smallName(OWN) + "@v1.0.0: is private here");
        assertThat(refused.out())
                .startsWith("4 versions of 4 modules: 9 files taken")
                .contains("1 refused");
        assertThat(refused.code()).isEqualTo(1);
        Shell.Ran again =
                store("inside", "import", exported.toString(), "--server", nobody, "--private", Corpora.smallName(OWN));
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).contains("3 files taken").contains("9 already present");
        assertThat(StoreCheck.run(data("inside"), damaged -> {}).damaged()).isZero();
        try (RunningServer server = RunningServer.start(place("inside"), configuration(nobody, "offline: true"))) {
            for (int i = 0; i < MODULES; i++) {
                RawHttp.Got zip = RawHttp.get(server.url() + "/go/" + file(i, "zip"), PATIENCE);
                assertThat(zip.status()).as(zip.text()).isEqualTo(200);
            }
            GoCommand go = go("client", server.url() + "/go");
            GoCommand.Ran got = get(go, Corpora.smallName(1));
            assertThat(got.passed()).as(got.output()).isTrue();

            CORPUS.publish("later.test/m", "v1.0.0", Map.of("go.mod", "module later.test/m\n", "a.go", "package a\n"));
            fetch("later.test/m/@v/v1.0.0.");
            store("outside", "export", exported.toString(), "later.test");
            Shell.Ran beside = store("inside", "import", exported.toString(), "later.test", "--server", nobody);
            assertThat(beside.out()).as(beside.err()).contains("3 files taken");
            GoCommand.Ran later = get(go, "later.test/m");
            assertThat(later.passed()).as(later.output()).isTrue();
        }
    }

    @Test
    void what_is_wrong_is_never_taken_in_and_what_nobody_vouches_for_only_when_told_to() throws Exception {
        store("outside", "export", exported.toString(), "small.test");
        String nobody = "http://127.0.0.1:" + Ports.free();
        Files.write(
                exported.resolve(file(0, "zip")),
                CORPUS.release(Corpora.smallName(1), "v1.0.0")
                        .orElseThrow()
                        .zip()
                        .bytes());
        Files.writeString(exported.resolve(file(1, "mod")), "module small.test/m001\n\ngo 1.22\n");
        Files.delete(exported.resolve("sumdb/sum.test/lookup/" + Corpora.smallName(2) + "@v1.0.0"));
        Shell.Ran ran = store("inside", "import", exported.toString(), "--server", nobody);
        assertThat(ran.err())
                .contains(file(0, "zip") + ": ")
                .contains(file(1, "mod") + ": its hash is h1:")
                .contains(file(2, "zip") + ": sum.test has no record of small.test/m002@v1.0.0 here");
        Shell.Ran forced = store("inside", "import", exported.toString(), "--server", nobody, "--unverified");
        assertThat(forced.err())
                .contains(file(0, "zip"))
                .contains(file(1, "mod"))
                .doesNotContain(file(2, "zip"));
        assertThat(forced.out()).contains("2 files taken").contains("2 refused");
        assertThat(forced.code()).isEqualTo(1);
    }

    @Test
    void a_module_cache_is_taken_in_with_the_word_of_a_running_server() throws Exception {
        try (Mirror mirror = Mirror.start(MirrorSettings.of(CORPUS).sumdb("sum.test", DATABASE));
                RunningServer server = RunningServer.start(outside, configuration(mirror.url(), ""))) {
            GoCommand go = go("client", server.url() + "/go").sumdb("off").with("GONOSUMDB", "*");
            GoCommand.Ran got = get(go, Corpora.smallName(0), Corpora.smallName(1), Corpora.smallName(2));
            assertThat(got.passed()).as(got.output()).isTrue();
            Shell.Ran ran =
                    store("inside", "import", folder.resolve("client/modules").toString(), "--server", server.url());
            assertThat(ran.err()).isEmpty();
            assertThat(ran.out()).startsWith("3 versions of 3 modules: 9 files taken");
        }
    }
}
