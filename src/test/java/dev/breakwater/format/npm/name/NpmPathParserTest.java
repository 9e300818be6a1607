package dev.breakwater.format.npm.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpmPathParserTest {
    private static final PackageName SCOPED = new PackageName("@acme/tool");

    @ParameterizedTest
    @ValueSource(
            strings = {"@acme/tool", "@acme%2ftool", "@acme%2Ftool", "%40acme%2ftool", "%40acme/tool", "@acme/tool/"})
    void a_scoped_name_is_one_package_in_each_spelling(String path) {
        assertThat(NpmPathParser.parse(path)).isEqualTo(new NpmPath.Document(SCOPED));
    }

    @ParameterizedTest
    @CsvSource({
        "left-pad, left-pad",
        "JSONStream, JSONStream",
        "@types/node, @types/node",
        "-, -",
        "a~b, a~b",
    })
    void names_of_every_age_are_names(String path, String name) {
        assertThat(NpmPathParser.parse(path)).isEqualTo(new NpmPath.Document(new PackageName(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".hidden",
                "_all",
                "@acme",
                "@/x",
                "@acme/",
                "@acme/.x",
                "a b",
                "a%00b",
                "%",
                "%zz",
                "a%2f..%2fb/c/d/e/f",
                "@acme/tool/-/other-1.0.0.tgz",
                "left-pad/-/left-pad-1.0.tgz",
                "left-pad/-/left-pad-1.0.0.tar",
                "left-pad/-/../x.tgz",
                "caf%C3%A9",
            })
    void what_is_no_path_of_a_registry_is_refused_with_a_reason(String path) {
        assertThat(NpmPathParser.parse(path))
                .isInstanceOfSatisfying(
                        NpmPath.InvalidPath.class,
                        invalid -> assertThat(invalid.why()).isNotBlank());
    }

    @Test
    void a_name_has_at_most_214_characters() {
        assertThat(NpmPathParser.parse("a".repeat(214))).isInstanceOf(NpmPath.Document.class);
        assertThat(NpmPathParser.parse("a".repeat(215))).isInstanceOf(NpmPath.InvalidPath.class);
    }

    @ParameterizedTest
    @CsvSource({
        "left-pad/-/left-pad-1.3.0.tgz, left-pad, 1.3.0",
        "left-pad/-/left-pad-1.3.0-rc.1.tgz, left-pad, 1.3.0-rc.1",
        "@acme/tool/-/tool-1.0.0.tgz, @acme/tool, 1.0.0",
        "@acme%2ftool/-/tool-1.0.0.tgz, @acme/tool, 1.0.0",
        "@acme/tool/-/@acme/tool-1.0.0.tgz, @acme/tool, 1.0.0",
    })
    void a_tarball_is_of_a_version(String path, String name, String version) {
        assertThat(NpmPathParser.parse(path))
                .isEqualTo(new NpmPath.Tarball(new PackageName(name), new SemanticVersion(version)));
    }

    @Test
    void services_have_paths_of_their_own() {
        assertThat(NpmPathParser.parse("-/ping")).isEqualTo(NpmPath.Service.PING);
        assertThat(NpmPathParser.parse("-/v1/search")).isEqualTo(NpmPath.Service.SEARCH);
        assertThat(NpmPathParser.parse("-/package/@acme%2ftool/dist-tags/beta"))
                .isEqualTo(new NpmPath.DistTag(SCOPED, "beta"));
        assertThat(NpmPathParser.parse("-/package/@acme%2ftool/dist-tags")).isEqualTo(new NpmPath.DistTags(SCOPED));
        assertThat(NpmPathParser.parse("-/npm/v1/attestations/@acme%2ftool@1.0.0"))
                .isEqualTo(new NpmPath.Attestations(SCOPED, new SemanticVersion("1.0.0")));
        assertThat(NpmPathParser.parse("@acme%2ftool/-/tool-1.0.0.tgz/-rev/3-ab"))
                .isEqualTo(new NpmPath.TarballRevision(SCOPED, new SemanticVersion("1.0.0"), "3-ab"));
        assertThat(NpmPathParser.parse("@acme%2ftool/-rev/3-ab"))
                .isEqualTo(new NpmPath.DocumentRevision(SCOPED, "3-ab"));
        assertThat(NpmPathParser.parse("-/stage")).isEqualTo(new NpmPath.UnknownPath("-/stage"));
    }

    @Test
    void a_version_is_no_tag() {
        assertThat(NpmPathParser.isTag("latest")).isTrue();
        assertThat(NpmPathParser.isTag("1.0.0")).isFalse();
        assertThat(NpmPathParser.isTag("v1.0.0")).isFalse();
        assertThat(NpmPathParser.isTag("a/b")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0, 2.0.0",
        "1.9.0, 1.10.0",
        "1.0.0-alpha, 1.0.0",
        "1.0.0-alpha, 1.0.0-alpha.1",
        "1.0.0-alpha.1, 1.0.0-alpha.beta",
        "1.0.0-beta.2, 1.0.0-beta.11",
        "1.0.0-rc.1, 1.0.0",
        "1.0.0-1, 1.0.0-a",
    })
    void versions_are_in_the_order_of_their_precedence(String lower, String higher) {
        assertThat(new SemanticVersion(lower)).isLessThan(new SemanticVersion(higher));
        assertThat(new SemanticVersion(higher)).isGreaterThan(new SemanticVersion(lower));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "", "1.0.0 ", "99999999999999999.0.0"
            })
    void what_npm_reads_only_loosely_is_no_version(String text) {
        assertThat(SemanticVersion.parse(text)).isEmpty();
    }
}
