package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name nothing that is not there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern COMMAND =
            Pattern.compile("\\./breakwater ([a-z-]+(?: (?:check|stats|gc|export|import)\\b)?)");
    private static final Pattern BENCH = Pattern.compile("`(bench/[a-z]+)");
    private static final Pattern METRIC = Pattern.compile("`(breakwater_[a-z_]+)[`{]");
    private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\\n]+)`(?!`)");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)[`.#]");
    private static final Path MAIN = Path.of("src/main/java/dev/breakwater");

    static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of("."));
                Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> named(Pattern what, Path document) throws IOException {
        return what.matcher(Files.readString(document))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_test_that_is_named_exists(Path document) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            List<String> tests = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
            assertThat(tests).as("%s", document).containsAll(named(TEST, document));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_somewhere(Path document) throws IOException {
        for (String link : named(LINK, document)) {
            if (link.startsWith("https://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(target).as("%s: %s", document, link).exists();
            if (parts.length > 1) {
                assertThat(headings(target)).as("%s: %s", document, link).contains(parts[1]);
            }
        }
    }

    /** As they are written in links to them. */
    private static List<String> headings(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_command_exists(Path document) throws IOException {
        for (String command : named(COMMAND, document)) {
            if (command.equals("test")) {
                continue;
            }
            // help on what is none would be help on the whole: its first line says which it is
            Run run = Run.of((command + " --help").split(" ", -1));
            assertThat(run.out() + run.err())
                    .as("%s: ./breakwater %s", document, command)
                    .contains("Usage: breakwater " + command);
        }
        for (String bench : named(BENCH, document)) {
            assertThat(Path.of(bench)).as("%s", document).isExecutable();
        }
    }

    /** Those of docs/metrics.md itself are compared with a real scrape. */
    @ParameterizedTest
    @MethodSource("documents")
    void every_metric_is_on_the_page_of_metrics(Path document) throws IOException {
        assertThat(named(METRIC, Path.of("docs/metrics.md"))).containsAll(named(METRIC, document));
    }

    @Test
    void every_package_is_in_the_architecture() throws IOException {
        List<String> named = named(CODE, Path.of("docs/architecture.md"));
        try (Stream<Path> folders = Files.list(MAIN)) {
            assertThat(folders.filter(Files::isDirectory).map(folder -> String.valueOf(folder.getFileName())))
                    .allMatch(name -> named.contains(name) || name.equals("format"));
        }
        assertThat(named).contains("format.go");
    }

    @Test
    void every_dependency_has_its_licence_and_reason_and_no_other_is_named() throws IOException {
        List<String> named = Files.readAllLines(Path.of("docs/dependencies.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .filter(cells -> !cells[2].isBlank() && !cells[3].isBlank())
                .flatMap(cells -> CODE.matcher(cells[1]).results().map(found -> found.group(1)))
                .toList();
        Set<String> artifacts = artifacts();
        assertThat(artifacts).hasSizeGreaterThan(20);
        assertThat(artifacts)
                .as("not in docs/dependencies.md")
                .allMatch(artifact -> named.stream().anyMatch(name -> matches(name, artifact)));
        assertThat(named)
                .as("not on the class path")
                .allMatch(name -> artifacts.stream().anyMatch(artifact -> matches(name, artifact)));
    }

    private static boolean matches(String name, String artifact) {
        return name.endsWith("*") ? artifact.startsWith(name.substring(0, name.length() - 1)) : artifact.equals(name);
    }

    /** The jars lie in a Maven repository: artifact, version, file. */
    private static Set<String> artifacts() {
        return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> entry.split("/", -1))
                .filter(words -> words.length > 3)
                .map(words -> words[words.length - 3])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
