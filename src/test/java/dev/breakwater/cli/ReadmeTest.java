package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README in Chinese says the same as the one in English, as far as that can be told from its form. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\b(?:JDK \\d+|\\d+ ?(?:s|秒)|503|5xx)(?!\\w)");

    private String english = "";
    private String chinese = "";

    @BeforeEach
    void read() throws IOException {
        english = Files.readString(Path.of("README.md"));
        chinese = Files.readString(Path.of("README.zh-CN.md"));
    }

    private static List<String> found(Pattern what, String in) {
        return what.matcher(in)
                .results()
                .map(each -> each.groupCount() > 0 ? each.group(1) : each.group())
                .toList();
    }

    private static List<String> commands(String readme) {
        return found(SHELL, readme).stream()
                .flatMap(String::lines)
                .map(line -> line.replaceAll("\\s*#.*", ""))
                .toList();
    }

    /** Every row of every table, by what needs no translation: how many cells, what is code, where it leads. */
    private static List<String> rows(String readme) {
        List<String> rows = new ArrayList<>();
        readme.lines().filter(line -> line.startsWith("|")).forEach(line -> {
            Set<String> links = new TreeSet<>(found(LINK, line));
            rows.add(line.chars().filter(c -> c == '|').count() + " cells " + new TreeSet<>(found(CODE, line)) + " "
                    + links);
        });
        return rows;
    }

    private static List<Integer> headings(String readme) {
        return readme.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.indexOf(' '))
                .toList();
    }

    @Test
    void each_leads_to_the_other() {
        assertThat(found(LINK, english)).contains("README.zh-CN.md");
        assertThat(found(LINK, chinese)).contains("README.md");
    }

    @Test
    void both_have_the_same_commands() {
        assertThat(commands(english)).hasSizeGreaterThan(3);
        assertThat(commands(chinese)).isEqualTo(commands(english));
    }

    @Test
    void both_have_the_same_links_and_code() {
        assertThat(links(chinese)).isEqualTo(links(english));
        assertThat(new TreeSet<>(found(CODE, chinese))).isEqualTo(new TreeSet<>(found(CODE, english)));
    }

    private static Set<String> links(String readme) {
        return found(LINK, readme).stream()
                .filter(link -> !link.startsWith("README"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void both_have_the_same_headings_and_rows_of_tables() {
        assertThat(headings(chinese)).isEqualTo(headings(english));
        assertThat(rows(english)).hasSizeGreaterThan(30);
        assertThat(rows(chinese)).containsExactlyElementsOf(rows(english));
    }

    @Test
    void both_name_the_same_figures() {
        assertThat(figures(chinese)).isEqualTo(figures(english));
    }

    private static List<String> figures(String readme) {
        return found(NUMBER, readme).stream()
                .map(figure -> figure.replace("秒", "s"))
                .sorted()
                .toList();
    }
}
