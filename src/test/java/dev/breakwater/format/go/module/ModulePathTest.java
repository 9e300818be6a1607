package dev.breakwater.format.go.module;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModulePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x.y/z",
                "x.y",
                "x..y/z",
                "x.y/z/v2",
                "x.y-/z",
                "x.y/z-",
                "x.y/z.t",
                "x.y/z_",
                "x.y/z~",
                "x.y/x.foo",
                "x.y/prn2",
                "x.y/com",
                "x.y/calm1",
                "x.y/z09",
                "x.y/z09~",
                "x.y/z09~09z",
                "x.y/v",
                "x.y/Z",
                "gopkg.in/yaml.v0",
                "gopkg.in/yaml.v3",
                "gopkg.in/yaml.v3-unstable",
                "gopkg.in/a/b.v10",
                "golang.org/toolchain",
                "x.y/v10",
                "127.0.0.1/x"
            })
    void valid_path_is_read_and_escapes_back_to_itself(String path) {
        ModulePath module = ModulePath.parse(path).get();

        assertThat(module.plain()).isEqualTo(path);
        assertThat(ModulePath.parseEscaped(module.escaped()).get()).isEqualTo(module);
        assertThat(module.prefix() + module.pathMajor()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/x.y/z",
                "x./z",
                ".x/z",
                "-x/z",
                "x.y/z/../../w",
                "x.y//z",
                "x.y/z//w",
                "x.y/z/",
                "x.y/z/v0",
                "x.y/z/v1",
                "x.y/z/v2.0",
                "x.y/z/v02",
                "X.y/z",
                "!x.y/z",
                "_x.y/z",
                "x.y!/z",
                "x.y\"/z",
                "x.y#/z",
                "x.y$/z",
                "x.y%/z",
                "x.y'/z",
                "x.y(/z",
                "x.y*/z",
                "x.y+/z",
                "x.y,/z",
                "x.y./zt",
                "x.y:/z",
                "x.y;/z",
                "x.y</z",
                "x.y=/z",
                "x.y?/z",
                "x.y@/z",
                "x.y[/z",
                "x.y\\/z",
                "x.y^/z",
                "x.y_/z",
                "x.y`/z",
                "x.y{/z",
                "x.y~/z",
                "x.y/z!",
                "x.y/z#",
                "x.y/z++",
                "x.y/z:",
                "x.y/z@",
                "x.y/z\\",
                "x.y/z|",
                "x.y/aux.foo",
                "x.y/prn",
                "x.y/CON",
                "x.y/com1",
                "x.y/com1.txt",
                "x.y/z~0",
                "x.y/z~09",
                "x.y/z09~09z~09",
                "github.com/!123/logrus",
                "github.com/user/unicode/испытание",
                "../x",
                "./y",
                "x:y",
                "\\temp\\foo",
                ".gitignore",
                ".github/ISSUE_TEMPLATE",
                "x☺y",
                "x.y/.git",
                "xy/z",
                "[::1]/x",
                "gopkg.in/yaml",
                "gopkg.in/yaml.v",
                "gopkg.in/yaml.v01",
                "gopkg.in/yaml/v2",
                "x.y/\u0000",
                "x.y/z w",
                "x.y/\ud800"
            })
    void invalid_path_is_refused_with_its_name(String path) {
        assertThat(ModulePath.parse(path))
                .isInstanceOfSatisfying(
                        Parsed.Bad.class,
                        bad -> assertThat(bad.why())
                                .startsWith("\"")
                                .contains("is not a valid module path: ")
                                .doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "x.y/z, '', x.y/z",
        "x.y/z/v2, /v2, x.y/z",
        "x.y/v, '', x.y/v",
        "gopkg.in/yaml.v0, .v0, gopkg.in/yaml",
        "gopkg.in/yaml.v2-unstable, .v2-unstable, gopkg.in/yaml"
    })
    void major_version_suffix_is_split_off(String path, String major, String prefix) {
        assertThat(ModulePath.parse(path).get().pathMajor()).isEqualTo(major);
        assertThat(ModulePath.parse(path).get().prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789, ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789",
        "github.com/GoogleCloudPlatform/omega, github.com/!google!cloud!platform/omega"
    })
    void upper_case_is_escaped(String plain, String escaped) {
        assertThat(ModulePath.parse(plain).get().escaped()).isEqualTo(escaped);
        assertThat(ModulePath.parseEscaped(escaped).get().plain()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "github.com/GoogleCloudPlatform/omega",
                "github.com/!google!cloud!platform!/omega",
                "github.com/!0google!cloud!platform/omega",
                "github.com/!_google!cloud!platform/omega",
                "github.com/!!google!cloud!platform/omega",
                "github.com/x!",
                "github.com/!ä",
                ""
            })
    void badly_escaped_path_is_refused(String escaped) {
        assertThat(ModulePath.parseEscaped(escaped)).isInstanceOf(Parsed.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1/x",
                "10.1/x",
                "0x7f.0.0.0x1/x",
                "1.2.3.4",
                "example.123/x",
                "169.254.169.254/latest/meta-data"
            })
    void ip_address_in_any_spelling_is_recognised(String path) {
        assertThat(ModulePath.parse(path).get().hasIpLiteralHost()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1.example.com/x", "1.2.3.4a/x", "k8s.io/api", "0x7f.com/x", "xn--p1ai.0xg/x"})
    void domain_name_with_digits_is_no_ip_address(String path) {
        assertThat(ModulePath.parse(path).get().hasIpLiteralHost()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "github.com/go-yaml/yaml, v0.8.0, true",
        "github.com/go-yaml/yaml, v1.0.0, true",
        "github.com/go-yaml/yaml, v2.0.0, false",
        "github.com/go-yaml/yaml/v2, v1.0.0, false",
        "github.com/go-yaml/yaml/v2, v2.1.5, true",
        "github.com/go-yaml/yaml/v2, v3.0.0, false",
        "gopkg.in/yaml.v0, v0.8.0, true",
        "gopkg.in/yaml.v0, v1.0.0, false",
        "gopkg.in/yaml.v1, v0.8.0, false",
        "gopkg.in/yaml.v1, v1.0.0, true",
        "gopkg.in/yaml.v1-unstable, v1.0.0, true",
        "gopkg.in/check.v1, v0.0.0, false",
        "gopkg.in/check.v1, v0.0.0-20160102150405-abcdef123456, true",
        "gopkg.in/yaml.v2, v2.1.5, true",
        "gopkg.in/yaml.v2, v3.0.0, false",
        "rsc.io/quote, v17.0.0, false",
        "rsc.io/quote, v17.0.0+incompatible, true",
        "rsc.io/quote, v1.0.0+incompatible, true",
        "rsc.io/quote/v2, v2.0.0+incompatible, true",
        "golang.org/toolchain, v0.0.1-go1.22.0.linux-amd64, true"
    })
    void version_must_match_the_path(String path, String version, boolean matches) {
        ModulePath module = ModulePath.parse(path).get();

        assertThat(module.mismatch(Version.parse(version).get()).isEmpty()).isEqualTo(matches);
        assertThat(module.hasCanonical(Version.parse(version).get())).isEqualTo(matches);
    }

    @Test
    void version_with_build_metadata_is_not_canonical_for_any_path() {
        ModulePath module = ModulePath.parse("x.y/z").get();

        assertThat(module.hasCanonical(Version.parse("v1.0.0+meta").get())).isFalse();
        assertThat(module.hasCanonical(Version.parse("v1.2").get())).isFalse();
    }

    @Test
    void the_toolchain_module_is_recognised() {
        assertThat(ModulePath.parse("golang.org/toolchain").get().isToolchain()).isTrue();
        assertThat(ModulePath.parse("golang.org/toolchain2").get().isToolchain())
                .isFalse();
    }
}
