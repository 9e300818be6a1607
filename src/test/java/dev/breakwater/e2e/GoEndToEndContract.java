package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Awkward;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the go command must be able to do through a server over three mirrors: cold and warm, with all of them well, with one
 * dead, and in the dark. The checksum database is the mirrors' own, and the go command checks everything against it.
 */
abstract class GoEndToEndContract {
    private static final Program PROGRAM = new Program(100, 42);
    private static final Corpus CORPUS = Awkward.publish(PROGRAM.publish(new Corpus()));
    private static final CorpusDatabase SUMS = new CorpusDatabase("sum.test", CORPUS);

    /** Shared, so that the programs are compiled once; the module cache is each test's own. */
    @TempDir
    private static Path home;

    @TempDir
    private Path temp;

    private final List<Mirror> mirrors = new ArrayList<>();
    private ServerUnderTest server;
    private GoCommand go;

    /** Starts a server over these mirrors, in this order, with this checksum database; {@code folder} is empty. */
    abstract ServerUnderTest start(List<String> mirrors, String sumdbKey, Path folder) throws Exception;

    /** Whether it serves what it has seen when every mirror is dead. */
    abstract boolean remembers();

    @BeforeEach
    void startEverything() throws Exception {
        go = GoCommand.orSkip(home);
        MirrorSettings settings = MirrorSettings.of(CORPUS).sumdb(SUMS.name(), SUMS);
        for (int i = 0; i < 3; i++) {
            mirrors.add(Mirror.start(settings));
        }
        List<String> urls = mirrors.stream().map(Mirror::url).toList();
        server = start(urls, SUMS.key(), Files.createDirectory(temp.resolve("server")));
    }

    @AfterEach
    void stopEverything() {
        if (server != null) {
            server.stop();
        }
        mirrors.forEach(Mirror::close);
    }

    private GoCommand fresh(String name) {
        return go.with("GOMODCACHE", temp.resolve(name).toString())
                .with("GOPATH", temp.resolve(name + "-path").toString())
                .proxy(server.goProxyUrl())
                .sumdb(SUMS.key());
    }

    /** How the mirrors are while it is done: in one go, since each goes on with what the one before has left behind. */
    enum When {
        /** Cold with all of them well; again with one dead, and again in the dark, where the server remembers. */
        COLD_THEN_WARM_WITH_ONE_OF_THREE_DEAD_THEN_DARK,
        COLD_WITH_ONE_OF_THREE_DEAD
    }

    /** What a developer does, with an empty module cache, in an empty folder. */
    interface Doing {
        void with(GoCommand go, Path folder) throws Exception;
    }

    private void when(When when, Doing doing) throws Exception {
        if (when == When.COLD_WITH_ONE_OF_THREE_DEAD) {
            with(1, "cold-one-dead", doing);
            return;
        }
        with(0, "cold", doing);
        mirrors.forEach(mirror -> mirror.log().clear());
        if (remembers()) {
            with(1, "warm-one-dead", doing);
            with(3, "dark", doing);
            assertThat(mirrors).allMatch(mirror -> mirror.log().count(Kind.ZIP) == 0);
        }
    }

    private void with(int dead, String name, Doing doing) throws Exception {
        mirrors.subList(0, dead).forEach(mirror -> mirror.fault(Fault.REFUSED));
        try {
            doing.with(fresh(name), Files.createDirectory(temp.resolve(name + "-work")));
        } catch (AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }

    private static String passes(GoCommand command, Path folder, String... arguments) throws InterruptedException {
        GoCommand.Ran ran = command.run(folder, arguments);
        assertThat(ran.exit())
                .as("go %s\n%s", String.join(" ", arguments), ran.output())
                .isZero();
        return ran.output();
    }

    private static void builds(GoCommand command, Path folder) throws InterruptedException {
        Path built = folder.resolve("built");
        passes(command, folder, "build", "-mod=mod", "-o", built.toString(), ".");
        assertThat(command.execute(built).output()).isEqualTo(PROGRAM.prints());
    }

    private static Path module(Path below, String name, String... files) throws IOException {
        Path folder = Files.createDirectories(below.resolve(name));
        Files.writeString(folder.resolve("go.mod"), "module main.test/" + name + "\n\ngo 1.21\n");
        for (int i = 0; i < files.length; i += 2) {
            Files.writeString(folder.resolve(files[i]), files[i + 1]);
        }
        return folder;
    }

    private static String goMod(Path folder) throws IOException {
        return Files.readString(folder.resolve("go.mod"));
    }

    @ParameterizedTest
    @EnumSource
    void build_of_a_hundred_modules_passes_and_asks_for_no_zip_twice(When when) throws Exception {
        when(when, (go, folder) -> builds(go, PROGRAM.write(folder)));
    }

    @ParameterizedTest
    @EnumSource
    void getting_a_nested_package_path_finds_its_module(When when) throws Exception {
        when(when, (go, folder) -> {
            Path main = module(folder, "nested");
            passes(go, main, "get", Awkward.NESTED + "/a/b/c");
            assertThat(goMod(main)).contains("require awkward.test/nested v1.0.0");
        });
    }

    @ParameterizedTest
    @EnumSource
    void installing_a_nested_module_gives_its_command(When when) throws Exception {
        when(when, (go, folder) -> {
            passes(go.with("GOBIN", folder.toString()), folder, "install", Awkward.TOOLS + "/sub@v1.1.0");
            assertThat(go.execute(folder.resolve("sub")).output()).isEqualTo("sub v1.1.0\n");
        });
    }

    @ParameterizedTest
    @EnumSource
    void tidying_fills_an_empty_go_mod(When when) throws Exception {
        when(when, (go, folder) -> {
            passes(go, PROGRAM.write(folder), "mod", "tidy");
            assertThat(goMod(folder)).contains("prog.test/m000 v1.1.0").contains("prog.test/m099 v1.1.0");
            assertThat(Files.readString(folder.resolve("go.sum"))).contains("prog.test/m099 v1.1.0 h1:");
        });
    }

    @ParameterizedTest
    @EnumSource
    void listing_updates_names_the_newer_and_the_retracted_versions(When when) throws Exception {
        when(when, (go, folder) -> {
            Path main = module(folder, "old");
            passes(go, main, "get", "prog.test/m000@v1.0.0", Awkward.RETRACTED + "@v1.1.0", Awkward.EARLY);
            assertThat(passes(go, main, "list", "-m", "-u", "all"))
                    .contains("prog.test/m000 v1.0.0 [v1.1.0]")
                    .contains("awkward.test/retracted v1.1.0 (retracted)")
                    .contains("awkward.test/early v1.0.0-rc.10");
        });
    }

    @ParameterizedTest
    @EnumSource
    void workspace_of_two_modules_builds(When when) throws Exception {
        String main = "package main\n\nimport \"prog.test/m007\"\n\nfunc main() { m007.Value() }\n";
        String library = "package two\n\nimport _ \"" + Awkward.MULTI + "/v2\"\n";
        when(when, (go, folder) -> {
            passes(go, module(folder, "one", "one.go", main), "get", "prog.test/m007");
            passes(go, module(folder, "two", "two.go", library), "get", Awkward.MULTI + "/v2");
            passes(go, folder, "work", "init", "./one", "./two");
            passes(go, folder, "work", "sync");
            passes(go.with("GOMODCACHE", folder.resolve("empty").toString()), folder, "build", "./one", "./two");
        });
    }

    @ParameterizedTest
    @EnumSource
    void toolchain_is_switched(When when) throws Exception {
        when(
                when,
                (go, folder) -> assertThat(passes(go.with("GOTOOLCHAIN", Awkward.TOOLCHAIN), folder, "version"))
                        .contains("go version " + Awkward.TOOLCHAIN));
    }

    @ParameterizedTest
    @EnumSource
    void second_major_version_without_its_suffix_is_found_as_incompatible(When when) throws Exception {
        when(when, (go, folder) -> {
            Path main = module(folder, "legacy");
            passes(go, main, "get", Awkward.LEGACY + "@v2.0.0");
            assertThat(goMod(main)).contains("awkward.test/legacy v2.0.0+incompatible");
        });
    }

    @ParameterizedTest
    @EnumSource
    void branches_commits_and_capitals_are_found(When when) throws Exception {
        when(when, (go, folder) -> {
            Path main = module(folder, "queries");
            passes(go, main, "get", Awkward.UNTAGGED + "@main", Awkward.CAPITALS + "@latest");
            assertThat(goMod(main))
                    .contains(Awkward.UNTAGGED + " " + Awkward.PSEUDO)
                    .contains(Awkward.CAPITALS + " v1.0.0");
            Path commit = module(folder, "commit");
            passes(go, commit, "get", Awkward.UNTAGGED + "@" + Awkward.COMMIT.substring(0, 12));
            assertThat(goMod(commit)).contains(Awkward.PSEUDO);
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_does_not_exist_is_said_not_to(When when) throws Exception {
        when(when, (go, folder) -> {
            GoCommand.Ran ran = go.run(module(folder, "absent"), "get", "prog.test/m000@v9.9.9");
            assertThat(ran.exit()).isNotZero();
            assertThat(ran.output()).contains("prog.test/m000@v9.9.9").doesNotContain("503");
        });
    }
}
