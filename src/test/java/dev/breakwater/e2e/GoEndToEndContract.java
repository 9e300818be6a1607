package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the go command must be able to do through a server over three mirrors, with all of them well and with one dead. The
 * checksum database is the mirrors' own, and the go command checks everything against it.
 */
abstract class GoEndToEndContract {
    private static final Program PROGRAM = new Program(100, 42);

    /** Shared, so that the programs are compiled once; the module cache is each test's own. */
    @TempDir
    private static Path home;

    @TempDir
    private Path temp;

    private final List<Mirror> mirrors = new ArrayList<>();
    private final Corpus corpus = Awkward.publish(PROGRAM.publish(new Corpus()));
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private ServerUnderTest server;
    private GoCommand go;

    /** Starts a server over these mirrors, in this order, with this checksum database; {@code folder} is empty. */
    abstract ServerUnderTest start(List<String> mirrors, String sumdbKey, Path folder) throws Exception;

    /** Whether it serves what it has seen when every mirror is dead. */
    abstract boolean remembers();

    @BeforeEach
    void startEverything() throws Exception {
        go = GoCommand.orSkip(home);
        MirrorSettings settings = MirrorSettings.of(corpus).sumdb(sums.name(), sums);
        for (int i = 0; i < 3; i++) {
            mirrors.add(Mirror.start(settings));
        }
        List<String> urls = mirrors.stream().map(Mirror::url).toList();
        server = start(urls, sums.key(), Files.createDirectory(temp.resolve("server")));
        go = fresh("first");
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
                .sumdb(sums.key());
    }

    private void kill(int dead) {
        mirrors.subList(0, dead).forEach(mirror -> mirror.fault(Fault.REFUSED));
    }

    private static String passes(GoCommand command, Path folder, String... arguments) throws InterruptedException {
        GoCommand.Ran ran = command.run(folder, arguments);
        assertThat(ran.exit())
                .as("go %s\n%s", String.join(" ", arguments), ran.output())
                .isZero();
        return ran.output();
    }

    private void builds(GoCommand command, Path folder) throws InterruptedException {
        Path built = temp.resolve("built");
        passes(command, folder, "build", "-mod=mod", "-o", built.toString(), ".");
        assertThat(command.execute(built).output()).isEqualTo(PROGRAM.prints());
    }

    private Path module(String name, String... files) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name));
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
    @ValueSource(ints = {0, 1})
    void cold_build_passes(int dead) throws Exception {
        kill(dead);
        builds(go, PROGRAM.write(temp.resolve("program")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void warm_build_passes_and_asks_no_mirror_for_a_zip_again(int dead) throws Exception {
        builds(go, PROGRAM.write(temp.resolve("program")));
        kill(dead);
        mirrors.forEach(mirror -> mirror.log().clear());
        builds(fresh("second"), PROGRAM.write(temp.resolve("again")));
        if (remembers()) {
            assertThat(mirrors).allMatch(mirror -> mirror.log().count(Kind.ZIP) == 0);
        }
    }

    @Test
    void dark_build_install_tidy_and_get_pass_on_what_was_served() throws Exception {
        assumeTrue(remembers(), "keeps nothing");
        builds(go, PROGRAM.write(temp.resolve("program")));
        passes(go, temp, "install", Awkward.TOOLS + "/sub@v1.1.0");
        passes(go, module("getting"), "get", Awkward.NESTED + "/a/b/c");
        kill(3);
        builds(fresh("second"), PROGRAM.write(temp.resolve("again")));
        passes(fresh("third"), PROGRAM.write(temp.resolve("tidy")), "mod", "tidy");
        passes(fresh("fourth"), temp, "install", Awkward.TOOLS + "/sub@v1.1.0");
        passes(fresh("fifth"), module("getting-again"), "get", Awkward.NESTED + "/a/b/c");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void getting_a_nested_package_path_finds_its_module(int dead) throws Exception {
        kill(dead);
        Path folder = module("nested");
        passes(go, folder, "get", Awkward.NESTED + "/a/b/c");
        assertThat(goMod(folder)).contains("require awkward.test/nested v1.0.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void installing_a_nested_module_gives_its_command(int dead) throws Exception {
        kill(dead);
        passes(go, temp, "install", Awkward.TOOLS + "/sub@v1.1.0");
        assertThat(go.execute(temp.resolve("first-path/bin/sub")).output()).isEqualTo("sub v1.1.0\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void tidying_fills_an_empty_go_mod(int dead) throws Exception {
        kill(dead);
        Path folder = PROGRAM.write(temp.resolve("program"));
        passes(go, folder, "mod", "tidy");
        assertThat(goMod(folder)).contains("prog.test/m000 v1.1.0").contains("prog.test/m099 v1.1.0");
        assertThat(Files.readString(folder.resolve("go.sum"))).contains("prog.test/m099 v1.1.0 h1:");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void listing_updates_names_the_newer_and_the_retracted_versions(int dead) throws Exception {
        kill(dead);
        Path folder = module("old");
        passes(go, folder, "get", "prog.test/m000@v1.0.0", Awkward.RETRACTED + "@v1.1.0", Awkward.EARLY);
        assertThat(passes(go, folder, "list", "-m", "-u", "all"))
                .contains("prog.test/m000 v1.0.0 [v1.1.0]")
                .contains("awkward.test/retracted v1.1.0 (retracted)")
                .contains("awkward.test/early v1.0.0-rc.10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void workspace_of_two_modules_builds(int dead) throws Exception {
        kill(dead);
        Path one =
                module("one", "one.go", "package main\n\nimport \"prog.test/m007\"\n\nfunc main() { m007.Value() }\n");
        Path two = module("two", "two.go", "package two\n\nimport _ \"" + Awkward.MULTI + "/v2\"\n");
        passes(go, one, "get", "prog.test/m007");
        passes(go, two, "get", Awkward.MULTI + "/v2");
        passes(go, temp, "work", "init", "./one", "./two");
        passes(go, temp, "work", "sync");
        passes(fresh("second"), temp, "build", "./one", "./two");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void toolchain_is_switched(int dead) throws Exception {
        kill(dead);
        String said = passes(go.with("GOTOOLCHAIN", Awkward.TOOLCHAIN), temp, "version");
        assertThat(said).contains("go version " + Awkward.TOOLCHAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void second_major_version_without_its_suffix_is_found_as_incompatible(int dead) throws Exception {
        kill(dead);
        Path folder = module("legacy");
        passes(go, folder, "get", Awkward.LEGACY + "@v2.0.0");
        assertThat(goMod(folder)).contains("awkward.test/legacy v2.0.0+incompatible");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void branches_commits_and_capitals_are_found(int dead) throws Exception {
        kill(dead);
        Path folder = module("queries");
        passes(go, folder, "get", Awkward.UNTAGGED + "@main", Awkward.CAPITALS + "@latest");
        assertThat(goMod(folder))
                .contains(Awkward.UNTAGGED + " " + Awkward.PSEUDO)
                .contains(Awkward.CAPITALS + " v1.0.0");
        passes(go, module("commit"), "get", Awkward.UNTAGGED + "@" + Awkward.COMMIT.substring(0, 12));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void what_does_not_exist_is_said_not_to(int dead) throws Exception {
        kill(dead);
        GoCommand.Ran ran = go.run(module("absent"), "get", "prog.test/m000@v9.9.9");
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.output()).contains("prog.test/m000@v9.9.9").doesNotContain("503");
    }
}
