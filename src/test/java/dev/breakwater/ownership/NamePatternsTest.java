package dev.breakwater.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternsTest {
    @ParameterizedTest
    @CsvSource({
        "'', rsc.io/quote, false",
        "/, rsc.io/quote, false",
        "*/quote, rsc.io/quote, true",
        "*/quo, rsc.io/quote, false",
        "*/quo??, rsc.io/quote, true",
        "*/quo*, rsc.io/quote, true",
        "*quo*, rsc.io/quote, false",
        "rsc.io, rsc.io/quote, true",
        "*.io, rsc.io/quote, true",
        "rsc.io/, rsc.io/quote, true",
        "rsc, rsc.io/quote, false",
        "rsc*, rsc.io/quote, true",
        "rsc.io, rsc.io/quote/v3, true",
        "*/quote, rsc.io/quote/v3, true",
        "*/quote/, rsc.io/quote/v3, true",
        "*/quote/*, rsc.io/quote/v3, true",
        "*/quote/*/, rsc.io/quote/v3, true",
        "*/v3, rsc.io/quote/v3, false",
        "*/*/v3, rsc.io/quote/v3, true",
        "*/*/*, rsc.io/quote/v3, true",
        "*/*/*, rsc.io/quote, false",
        "'*/*/*,,', rsc.io/quote, false",
        "'*/*/*,,*/quote', rsc.io/quote, true",
        "',,*/quote', rsc.io/quote, true",
        "GitHub.com/MyOrg, github.com/myorg/x, true",
        "github.com/myorg, github.com/MyOrg/x, true",
        "github.com/[a-m]*, github.com/Myorg/x, true",
        "github.com/[^a-m]*, github.com/myorg/x, false",
        "'[', rsc.io/quote, false",
        "*.corp.example.com, git.corp.example.com/x, true",
        "*.corp.example.com, corp.example.com/x, false"
    })
    void pattern_matches_as_many_elements_as_it_has(String patterns, String path, boolean within) {
        assertThat(NamePatterns.parse(patterns).match(path) instanceof NamePatterns.Match.Within)
                .isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({
        "git.example.com/*, git.example.com, true",
        "git.example.com/*, GIT.example.com, true",
        "git.example.com/team/*, git.example.com/team, true",
        "git.example.com/team/*, git.example.com, true",
        "git.example.com/team/*, git.example.com/other, false",
        "git.example.com/team/*, git.example.org, false",
        "*.example.com/*, git.example.com, true",
        "git.example.com, git.example.co, false"
    })
    void path_on_the_way_to_a_private_one_is_private_too(String patterns, String path, boolean above) {
        assertThat(NamePatterns.parse(patterns).match(path) instanceof NamePatterns.Match.Above)
                .isEqualTo(above);
    }

    @Test
    void the_pattern_that_decides_is_named() {
        NamePatterns patterns = NamePatterns.parse("a.b/c/d,a.b/c,a.b/c/*");
        String module = "a.b/c";

        assertThat(patterns.match(module)).isEqualTo(new NamePatterns.Match.Within("a.b/c"));
        assertThat(patterns.isPrivate(module)).isTrue();
        assertThat(patterns.isPrivate("a.b")).isTrue();
        assertThat(patterns.isPrivate("a.c")).isFalse();
    }

    @Test
    void malformed_patterns_are_told() {
        NamePatterns patterns = NamePatterns.parse("ok.com,[a-,a\\,[],good.org");

        assertThat(patterns.faults()).hasSize(3).first().asString().contains("\"[a-\" is not a valid pattern");
        assertThat(patterns.isPrivate("good.org/x")).isTrue();
    }

    @Test
    void hostile_pattern_and_path_take_no_more_than_their_product() {
        NamePatterns patterns = NamePatterns.parse("*a".repeat(500) + "b");

        assertThat(patterns.match("a".repeat(20_000))).isEqualTo(new NamePatterns.Match.NotPrivate());
    }
}
