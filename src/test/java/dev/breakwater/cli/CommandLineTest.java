package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.http.ServerSettings;
import dev.breakwater.store.DataSettings;
import dev.breakwater.upstream.OfflineSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "check-config --help",
                "print-config --help",
                "env -h",
                "probe --help",
                "store --help",
                "store check --help",
                "store stats --help",
                "ready --help",
                "status --help",
                "completion --help",
                "man --help",
                "version --help",
                "help",
                "help serve"
            })
    void every_command_has_help(String args) {
        Run run = Run.of(args.split(" ", -1));
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: breakwater");
        if (!args.startsWith("help ")) {
            assertThat(run.out()).contains(args.equals("help") ? "Commands:" : "Example:");
        }
    }

    @Test
    void wrong_usage_is_two_lines_and_2() {
        Run run = Run.of("serve", "--lisen", "x");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "breakwater: Unknown options: '--lisen', 'x'; did you mean --listen?",
                        "see breakwater serve --help");
        assertThat(Run.of("srve").err()).contains("did you mean serve?");
        assertThat(Run.of().code()).isEqualTo(2);
        assertThat(Run.of("store").code()).isEqualTo(2);
        assertThat(Run.of("env", "--shell", "--json").code()).isEqualTo(2);
        assertThat(Run.of("check-config", "a", "b").code()).isEqualTo(2);
        assertThat(Run.of("serve", "--listen", "nonsense").code()).isEqualTo(2);
    }

    @Test
    void serve_hands_the_configuration_on_and_ends_as_the_server_does() {
        Run run = Run.with(Map.of(), "serve", "--listen", ":9", "--offline", "--data-dir", "x", "--log-format", "json");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.served().settings().get(ServerSettings.class).listen()).hasToString("0.0.0.0:9");
        assertThat(run.served().settings().get(OfflineSettings.class).offline()).isTrue();
        assertThat(run.served().settings().get(DataSettings.class).folder()).hasToString("x");
    }

    @Test
    void serve_with_a_bad_file_says_what_is_wrong_and_is_3() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "lisen: x\noffline: maybe\n");
        Run run = Run.of("serve", "--config", file.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(file + ":1:1: unknown key \"lisen\"; did you mean listen?")
                .contains(file + ":2:10: offline \"maybe\" is not true or false");
    }

    @Test
    void a_server_that_cannot_start_is_one_line_and_3() {
        Run run = Run.with(Map.of("FAIL", "the port is taken: choose another"), "serve");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err().lines()).containsExactly("breakwater: the port is taken: choose another");
    }

    @Test
    void check_config_is_0_or_1() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "lisen: x\n");
        assertThat(Run.of("check-config", bad.toString()).code()).isEqualTo(1);
        assertThat(Run.of("check-config", bad.toString()).out())
                .isEqualTo(bad + ":1:1: unknown key \"lisen\"; did you mean listen?\n1 mistake\n");
        assertThat(Run.of("check-config", "--json", bad.toString()).out())
                .contains("\"inOrder\" : false")
                .contains("\"instead\" : \"did you mean listen?\"");
        Path good = Files.writeString(
                folder.resolve("good.yaml"), "repositories: {go: {private: ['a.test/*', 'a.test/x/*']}}\n");
        Run run = Run.of("check-config", good.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("warning: " + good + ":1:43: everything under a.test/x/* is owned by a.test/* above it")
                .endsWith(good + " is valid\n");
    }

    @Test
    void no_output_has_colours_with_no_color() {
        Run run = Run.with(Map.of("NO_COLOR", "1"), "--help");
        assertThat(run.out()).doesNotContain("\u001b");
    }

    @Test
    void version_names_the_java_it_runs_on() {
        assertThat(Run.of("version").out()).startsWith("breakwater ").contains("on Java 25");
    }

    @Test
    void env_prints_the_clients_side() {
        Map<String, String> environment = Map.of("GOPRIVATE", "git.example.com,*.corp.example.com");
        assertThat(Run.with(environment, "env").out()).isEqualTo("""
                        GOPROXY=http://127.0.0.1:8080/go
                        GONOPROXY=none
                        GONOSUMDB=git.example.com,*.corp.example.com
                        GOSUMDB=sum.golang.org
                        """);
        assertThat(Run.with(environment, "env", "--go-env").out())
                .contains("go env -w GONOSUMDB='git.example.com,*.corp.example.com'\n");
        assertThat(Run.with(environment, "env", "--json").out()).contains("\"GONOPROXY\" : \"none\"");
        assertThat(Run.with(Map.of("GOSUMDB", "off"), "env").out())
                .endsWith("GOSUMDB=off\n")
                .doesNotContain("GONOSUMDB");
        assertThat(Run.with(Map.of("GOSUMDB", "sum.golang.org https://x.example.com"), "env")
                        .out())
                .endsWith("GOSUMDB=sum.golang.org\n");
        assertThat(Run.with(Map.of("BREAKWATER_PUBLIC_URL", "https://deps.example.com/x/"), "env")
                        .out())
                .startsWith("GOPROXY=https://deps.example.com/x/go\n");
        Run everywhere = Run.with(Map.of("BREAKWATER_LISTEN", "[::]:80"), "env");
        assertThat(everywhere.out()).startsWith("GOPROXY=http://[::1]:80/go\n");
        assertThat(everywhere.err()).contains("set public-url");
        assertThat(Run.of("env", "--repository", "npm").code()).isEqualTo(2);
    }

    @Test
    void a_shell_takes_what_env_prints_literally() throws Exception {
        String awkward = "a.example.com/$(touch pwned)/`id`/'x'/\"y\"";
        Path file = Files.writeString(
                folder.resolve("b.yaml"),
                "repositories: {go: {private: ['a.example.com/$(touch','pwned)/`id`/''x''/\"y\"']}}");
        String lines = Run.of("env", "--shell", "--config", file.toString()).out();
        Process shell = new ProcessBuilder("sh", "-c", lines + "printf %s \"$GONOSUMDB\"")
                .directory(folder.toFile())
                .start();
        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(awkward.replace(' ', ','));
        assertThat(folder.resolve("pwned")).doesNotExist();
    }
}
