package dev.breakwater.format.go.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.sumdb.DatabaseSettings.Source;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoVariablesTest {
    private static final String KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    @Test
    void private_patterns_are_those_of_all_three_variables() throws Exception {
        GoVariables.Patterns patterns = GoVariables.privatePatterns(
                Map.of(
                        "GOPRIVATE",
                        "a.example.com,*.b.example.com",
                        "GONOPROXY",
                        "none",
                        "GONOSUMDB",
                        "c.example.com/x,a.example.com"),
                GoEnv.NONE);
        assertThat(patterns.patterns()).containsExactly("a.example.com", "*.b.example.com", "c.example.com/x");
        assertThat(patterns.from()).isEqualTo("GOPRIVATE, GONOSUMDB");
        assertThat(patterns.notes())
                .singleElement()
                .asString()
                .contains("private, from GOPRIVATE, GONOSUMDB: a.example.com");
    }

    @Test
    void private_patterns_of_the_go_command_count_where_no_variable_does() throws Exception {
        GoEnv go = () -> new GoEnv.GoAnswer.Known(
                Map.of("GOPRIVATE", "a.example.com", "GONOPROXY", "a.example.com", "GONOSUMDB", "b.example.com"),
                Map.of());
        assertThat(GoVariables.privatePatterns(Map.of(), go).patterns())
                .containsExactly("a.example.com", "b.example.com");
        assertThat(GoVariables.privatePatterns(Map.of("GOPRIVATE", "c.example.com"), go)
                        .patterns())
                .containsExactly("c.example.com");
    }

    @Test
    void a_bad_pattern_is_said_not_swallowed() throws Exception {
        GoVariables.Patterns patterns =
                GoVariables.privatePatterns(Map.of("GOPRIVATE", "a[.example.com,b.example.com"), GoEnv.NONE);
        assertThat(patterns.patterns()).containsExactly("b.example.com");
        assertThat(patterns.notes())
                .anyMatch(note -> note.startsWith("GOPRIVATE: \"a[.example.com\" is not a valid pattern"));
    }

    @Test
    void nothing_set_means_the_usual_database_from_everywhere() throws Exception {
        GoVariables.ChecksumVariables checksums = GoVariables.checksums(Map.of(), GoEnv.NONE);
        assertThat(checksums.from()).isEqualTo("default");
        assertThat(checksums.databases())
                .containsExactly(new DatabaseSettings(
                        "sum.golang.org",
                        KEY,
                        List.of(
                                new Source.Upstreams(),
                                new Source.At(URI.create("https://sum.golang.google.cn")),
                                new Source.At(URI.create("https://sum.golang.org")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum.golang.org", "sum.golang.google.cn", KEY, " sum.golang.org "})
    void every_name_of_the_usual_database_is_the_same(String name) throws Exception {
        assertThat(GoVariables.checksums(Map.of("GOSUMDB", name), GoEnv.NONE).databases())
                .isEqualTo(GoVariables.checksums(Map.of(), GoEnv.NONE).databases());
    }

    @Test
    void off_checks_nothing_and_says_so() throws Exception {
        GoVariables.ChecksumVariables checksums = GoVariables.checksums(Map.of("GOSUMDB", "off"), GoEnv.NONE);
        assertThat(checksums.databases()).isEmpty();
        assertThat(checksums.notes())
                .singleElement()
                .asString()
                .contains("not verified by a checksum database, because GOSUMDB is off");
    }

    @Test
    void a_url_is_a_source_before_the_upstreams() throws Exception {
        assertThat(GoVariables.checksums(Map.of("GOSUMDB", "sum.golang.org https://sum.example.com/x/"), GoEnv.NONE)
                        .databases()
                        .getFirst()
                        .sources())
                .containsExactly(new Source.At(URI.create("https://sum.example.com/x")), new Source.Upstreams());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum.example.com", "sum.golang.org nonsense", "a b c", "x+y+z"})
    void what_cannot_be_read_falls_back_to_the_usual_one_and_is_said(String text) throws Exception {
        GoVariables.ChecksumVariables checksums = GoVariables.checksums(Map.of("GOSUMDB", text), GoEnv.NONE);
        assertThat(checksums.databases()).extracting(DatabaseSettings::name).containsExactly("sum.golang.org");
        assertThat(checksums.notes()).singleElement().asString().startsWith("GOSUMDB ");
    }

    @Test
    void the_go_commands_own_database_is_taken() throws Exception {
        GoEnv go = () -> new GoEnv.GoAnswer.Known(Map.of("GOSUMDB", "off"), Map.of("GOSUMDB", "sum.golang.org"));
        assertThat(GoVariables.checksums(Map.of(), go).databases()).isEmpty();
        assertThat(GoVariables.checksums(Map.of("GOSUMDB", KEY), go).databases())
                .hasSize(1);
    }
}
