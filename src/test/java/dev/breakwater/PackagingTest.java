package dev.breakwater;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What lies in packaging/, as far as it can be told without the programs it is for. */
class PackagingTest {
    private static final Path PACKAGING = Path.of("packaging");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])(-X[\\w:+=-]+|--[\\w-]+=[\\w-]+)");

    @TempDir
    private Path folder = Path.of("");

    private static String text(String name) throws IOException {
        return Files.readString(PACKAGING.resolve(name));
    }

    /** As a runtime that jlink makes of them has them, and no others. */
    @Test
    void server_answers_and_fetches_with_the_modules_of_the_image_alone() throws Exception {
        String modules = String.join(",", Files.readAllLines(PACKAGING.resolve("modules.txt")));
        Process trained = java("--limit-modules", modules, "-cp", System.getProperty("java.class.path"))
                .start();
        String said = new String(trained.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(trained.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("NoClassDefFoundError", "ClassNotFoundException", " ERROR ");
    }

    /** Starts the server and a mirror of its own, and asks for all kinds of files. */
    private ProcessBuilder java(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dbreakwater.training.rounds=3",
                "-Djava.io.tmpdir=" + folder.toAbsolutePath()));
        command.addAll(List.of(options));
        command.addAll(List.of("dev.breakwater.Main", "train"));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    @Test
    void both_launchers_give_the_jvm_the_same_flags() throws IOException {
        String sources = Files.readString(Path.of("breakwater"));
        List<String> ours = flags(sources.substring(sources.indexOf("flags=("), sources.indexOf("\n)")));
        String image = text("launcher");
        assertThat(ours).hasSizeGreaterThan(5);
        assertThat(flags(image.substring(image.indexOf("flags=\""), image.indexOf("\"\n"))))
                .isEqualTo(ours);
    }

    private static List<String> flags(String in) {
        return FLAG.matcher(in).results().map(found -> found.group(1)).toList();
    }

    @Test
    void unit_runs_commands_that_there_are_and_gives_the_server_little() throws IOException {
        String unit = text("breakwater.service");
        Matcher run = Pattern.compile("(?m)^Exec\\w+=/opt/breakwater/breakwater (.*)$")
                .matcher(unit);
        List<String> commands = new ArrayList<>();
        while (run.find()) {
            commands.add(run.group(1));
            assertKnown(run.group(1));
        }
        assertThat(commands).hasSize(2).first().isEqualTo("serve");
        assertThat(unit)
                .contains(
                        "\nDynamicUser=yes\n",
                        "\nStateDirectory=breakwater\n",
                        "\nEnvironment=BREAKWATER_DATA_DIR=/var/lib/breakwater\n",
                        "\nProtectSystem=strict\n",
                        "\nNoNewPrivileges=yes\n",
                        "\nSystemCallFilter=@system-service\n",
                        "\nRestart=on-failure\n")
                .doesNotContain("\nMemoryDenyWriteExecute=");
    }

    /** With every option, so that nothing is done. */
    private static void assertKnown(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
        words.add("--help");
        Shell.Ran ran = Shell.run(Map.of(), words.toArray(String[]::new));
        assertThat(ran.code()).as("%s: %s", command, ran.err()).isZero();
        assertThat(ran.out()).startsWith("Usage: breakwater " + words.getFirst());
    }

    @Test
    void image_copies_what_there_is_runs_as_nobody_special_and_says_whether_it_is_well() throws IOException {
        String file = text("Dockerfile");
        Matcher copy = Pattern.compile("(?m)^COPY (?!--from)(\\S+) ").matcher(file);
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));
        while (copy.find()) {
            assertThat(Path.of(copy.group(1))).exists();
            assertThat(ignored).as("let in by .dockerignore").contains("!" + copy.group(1));
        }
        assertThat(file).containsPattern("\nUSER 10001:10001\n").containsPattern("(?s)FROM debian.*install.* git ");
        Matcher health = Pattern.compile("HEALTHCHECK .*CMD \\[(.*)]").matcher(file);
        assertThat(health.find()).isTrue();
        String[] words = health.group(1).replaceAll("[\" ]", "").split(",", -1);
        assertThat(words[0]).isEqualTo("/opt/breakwater/bin/breakwater");
        assertKnown(String.join(" ", Arrays.copyOfRange(words, 1, words.length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "prometheus.yaml", "grafana/datasource.yaml", "grafana/dashboards.yaml"})
    void files_for_others_are_yaml_and_mount_what_there_is(String name) throws IOException {
        String yaml = text(name);
        assertThat(new Load(LoadSettings.builder().build()).loadFromString(yaml))
                .isInstanceOf(Map.class);
        Matcher mount = Pattern.compile("- (\\.\\.?/[\\w./-]+):/").matcher(yaml);
        while (mount.find()) {
            assertThat(PACKAGING.resolve(mount.group(1))).exists();
        }
        assertThat(name.equals("compose.yaml") == yaml.contains("../ops/grafana-dashboard.json"))
                .isTrue();
    }

    @Test
    void scripts_are_proper_shell() throws Exception {
        try (Stream<Path> files = Files.list(PACKAGING)) {
            for (Path file : files.filter(Files::isExecutable)
                    .filter(Files::isRegularFile)
                    .toList()) {
                Process bash = new ProcessBuilder("bash", "-n", file.toString())
                        .redirectErrorStream(true)
                        .start();
                try (BufferedReader said = bash.inputReader()) {
                    assertThat(said.readLine()).as("%s", file).isNull();
                }
            }
        }
    }
}
