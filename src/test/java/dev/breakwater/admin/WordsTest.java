package dev.breakwater.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of the pages. */
class WordsTest {
    private static final Pattern USED = Pattern.compile("word\\(\"([a-z.]*[a-z])\"[,)]");
    private static final Pattern BEGUN = Pattern.compile("word\\(\"([a-z]+\\.)\" \\+");

    private static Set<String> found(Pattern pattern) throws Exception {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> templates = Files.list(Path.of("src/main/jte"))) {
            for (Path template : templates.toList()) {
                Matcher matcher = pattern.matcher(Files.readString(template));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        }
        return found;
    }

    @Test
    void every_language_has_every_text() {
        assertThat(Words.of("zh").names()).isEqualTo(Words.of("en").names());
    }

    @Test
    void every_text_that_a_page_uses_is_there() throws Exception {
        assertThat(found(USED)).hasSizeGreaterThan(50).isSubsetOf(Words.of("en").names());
        assertThat(found(BEGUN))
                .allMatch(start -> Words.of("en").names().stream().anyMatch(name -> name.startsWith(start)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "''|zh-CN,zh;q=0.9,en;q=0.8|zh",
                "''|zh-Hant-TW|zh",
                "''|de-DE,de;q=0.9|en",
                "''|en-GB,zh;q=0.5|en",
                "''|-|en",
                "''|nonsense;;q=x|en",
                "zh|en|zh",
                "xx|zh|zh",
            })
    void the_language_is_the_one_that_was_chosen_or_the_browser_asks_for(
            String chosen, @Nullable String header, String language) {
        assertThat(Words.wanted(chosen, header).language()).isEqualTo(language);
    }
}
