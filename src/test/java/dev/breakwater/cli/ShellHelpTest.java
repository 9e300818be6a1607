package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shell knows of the commands: completion, by a real bash, and the man page. */
class ShellHelpTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]*)");
    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]*)");

    @TempDir
    private Path folder = Path.of("");

    private List<String> completed(String typed) throws Exception {
        Path script = Files.writeString(
                folder.resolve("breakwater"), Run.of("completion").out());
        String words = "breakwater " + typed;
        String line =
                """
                source '%s'
                COMP_WORDS=(%s%s)
                COMP_CWORD=%d
                COMP_LINE='%s'
                compopt() { :; } # only a shell that completes has it
                _complete_breakwater
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script, words, words.endsWith(" ") ? "''" : "", words.split(" ", -1).length - 1, words);
        Process bash = new ProcessBuilder("bash", "--norc", "-c", line)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.lines().map(String::strip).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sto | store",
                "serve --l | --listen --log-format",
                "store ch | check",
                "token rev | revoke",
                "re | ready",
                "sta | status",
                "status --j | --json",
                "print-config --fil | "
            })
    void bash_completes_commands_and_options(String typed, String expected) throws Exception {
        List<String> words = expected == null ? List.of("") : List.of(expected.split(" ", -1));
        assertThat(completed(typed)).containsExactlyInAnyOrderElementsOf(words);
    }

    @Test
    void man_page_has_every_command_and_every_option() {
        String page = Run.of("man").out();
        List<String> commands = COMMAND.matcher(Run.of("--help").out().replaceAll("(?s)^.*Commands:\n|Example:.*", ""))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("help"))
                .toList();
        assertThat(commands).contains("serve", "store", "man").hasSizeGreaterThan(10);
        for (String command : commands) {
            assertThat(page).contains(".SS \"" + escaped(command));
            String help = Run.of(command, "--help").out();
            OPTION.matcher(help.replaceAll("(?s)Example:.*", ""))
                    .results()
                    .map(found -> found.group(1))
                    .filter(option -> !option.equals("--help"))
                    .forEach(option -> assertThat(page).as(command).contains(escaped(option)));
        }
        assertThat(page).contains(".SS \"store check", ".SS \"token create", "breakwater serve");
    }

    @Test
    void man_page_is_proper_roff() {
        List<String> page = Run.of("man").out().lines().toList();
        assertThat(page.getFirst()).startsWith(".TH \"BREAKWATER\" 1 ");
        assertThat(page)
                .allMatch(line -> line.matches(
                        "\\.(TH|SH|SS|TP|PP|EX|EE|B)( .*)?|[^.'].*")) // a line that begins with . or ' is a request
                .noneMatch(line -> line.contains("@|"))
                .allMatch(line ->
                        line.replaceAll("\\\\([e&-]|\\(aq|\\(dq|f[IRB])", "").indexOf('\\') < 0)
                .allMatch(line -> line.startsWith(".SS \"") == line.startsWith(".SS "));
    }

    private static String escaped(String text) {
        return text.replace("-", "\\-");
    }
}
