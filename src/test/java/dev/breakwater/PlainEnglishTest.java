package dev.breakwater;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Phrases that users must not meet in messages, help texts, pages and documents: persons for machines, and idioms that a reader whose
 * first language isn't English has to guess. Comments are not checked.
 */
class PlainEnglishTest {
    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\b(nobody|somebody|everybody|anybody|whoever)\\b"
                    + "|thought (well )?of|(can|could)( ?not|'t) be had|is to be had|by the hand of|nothing was done"
                    + "|\\bwants\\b|\\b(is|are) wanted\\b|(?<!there )\\bis no (?!longer\\b)[a-z]",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"");

    /** What is a value, an address or a name rather than a sentence. */
    private static final Pattern CODE = Pattern.compile("`[^`]*`|]\\([^)]*\\)|^##+ New versions before anybody asks$");

    @Test
    void messages_are_plain() throws IOException {
        List<String> found = new ArrayList<>();
        Path root = Path.of("src/main/java/dev/breakwater");
        for (Path file : files(root, ".java")) {
            for (String line : Files.readAllLines(file)) {
                String code = line.strip();
                if (!code.startsWith("*") && !code.startsWith("/")) {
                    LITERAL.matcher(code).results().forEach(each -> check(file, each.group(1), found));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void pages_are_plain() throws IOException {
        List<String> found = new ArrayList<>();
        for (String folder : List.of("src/main/jte", "src/main/jte-cli")) {
            for (Path file : files(Path.of(folder), ".jte")) {
                checkAll(file, found);
            }
        }
        checkAll(Path.of("src/main/resources/dev/breakwater/admin/words_en.properties"), found);
        assertThat(found).isEmpty();
    }

    @Test
    void documents_are_plain() throws IOException {
        List<String> found = new ArrayList<>();
        checkAll(Path.of("README.md"), found);
        for (Path file : files(Path.of("docs"), ".md")) {
            checkAll(file, found);
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "the token is no JSON object, true",
        "Nobody answers, true",
        "it could not be had, true",
        "Wants `key`, true",
        "authentication required, false",
        "path is no longer set, false",
        "there is no token, false",
        "`anybody` or `admin`, false"
    })
    void an_example_is_judged(String text, boolean forbidden) {
        List<String> found = new ArrayList<>();
        check(Path.of("example"), text, found);
        assertThat(!found.isEmpty()).isEqualTo(forbidden);
    }

    private static void checkAll(Path file, List<String> found) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("<!-- keys: made from the code")) {
                return; // what follows are the code's literals
            }
            check(file, line, found);
        }
    }

    private static void check(Path file, String text, List<String> found) {
        // a literal of one word is a value
        String prose = text.contains(" ") ? CODE.matcher(text).replaceAll("") : "";
        Matcher phrase = FORBIDDEN.matcher(prose);
        if (phrase.find()) {
            found.add(file + ": \"" + phrase.group() + "\" in: " + text.strip());
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
