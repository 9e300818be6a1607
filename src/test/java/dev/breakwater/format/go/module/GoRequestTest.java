package dev.breakwater.format.go.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoRequestTest {
    private static final ModulePath AZURE =
            ModulePath.parse("github.com/Azure/go").get();
    private static final ModulePath TEXT = ModulePath.parse("golang.org/x/text").get();

    @ParameterizedTest
    @ValueSource(strings = {"github.com/!azure/go", "github.com/%21azure/go", "github.com%2F%21azure%2fgo"})
    void both_spellings_of_the_exclamation_mark_name_the_same_module(String module) {
        Version version = Version.parse("v1.0.0-RC1").get();

        assertThat(GoRequest.parse(module + "/@v/list")).isEqualTo(new GoRequest.List(AZURE));
        assertThat(GoRequest.parse(module + "/@latest")).isEqualTo(new GoRequest.Latest(AZURE));
        assertThat(GoRequest.parse(module + "/@v/v1.0.0-!r%21c1.info")).isEqualTo(new GoRequest.Info(AZURE, version));
        assertThat(GoRequest.parse(module + "/@v/v1.0.0-!r!c1.mod")).isEqualTo(new GoRequest.Mod(AZURE, version));
        assertThat(GoRequest.parse(module + "/@v/v1.0.0-!r!c1.zip")).isEqualTo(new GoRequest.Zip(AZURE, version));
    }

    @ParameterizedTest
    @CsvSource({
        "master, master",
        "main%2Ffix, main/fix",
        "main/fix, main/fix",
        "!h!e!a!d, HEAD",
        "v2.0.0, v2.0.0",
        "v1, v1",
        "v1.2.3+meta, v1.2.3+meta",
        "v1.2.3%2Bmeta, v1.2.3+meta",
        "0123456789ab, 0123456789ab",
        "list, list"
    })
    void info_of_what_is_no_canonical_version_of_the_path_is_a_query(String sent, String query) {
        assertThat(GoRequest.parse("golang.org/x/text/@v/" + sent + ".info"))
                .isEqualTo(new GoRequest.VersionQuery(TEXT, query));
    }

    @Test
    void incompatible_and_pseudo_versions_are_canonical() {
        for (String v : new String[] {
            "v2.0.0+incompatible", "v0.0.0-20060102150405-abcdef123456", "v1.2.4-0.20060102150405-abcdef123456"
        }) {
            assertThat(GoRequest.parse("golang.org/x/text/@v/" + v + ".info"))
                    .isEqualTo(new GoRequest.Info(TEXT, Version.parse(v).get()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "golang.org",
                "golang.org/x/text",
                "golang.org/x/text/@v/latest.info",
                "golang.org/x/text/@v/upgrade.info",
                "golang.org/x/text/@v/patch.zip",
                "golang.org/x/text/@v/v1.mod",
                "golang.org/x/text/@v/master.zip",
                "golang.org/x/text/@v/v2.0.0.zip",
                "golang.org/x/text/@v/v1.0.0+meta.zip",
                "golang.org/x/text/@v/v1.0.0.ziphash",
                "golang.org/x/text/@v/v1.0.0",
                "golang.org/x/text/@v/.info",
                "golang.org/x/text/@v/lists",
                "127.0.0.1/x/@v/list",
                "169.254.169.254/@latest",
                "0x7f.1/x/@v/list",
                "nodot/x/@v/list",
                "x.y/v1/@v/list",
                "sumdb",
                "x.y/a@b/@v/list",
                "@latest",
                "@v/list",
                "x.y/con/@v/list"
            })
    void what_cannot_exist_is_absent(String path) {
        assertThat(GoRequest.parse(path)).isInstanceOf(GoRequest.NoSuchPage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "golang.org/x/%",
                "golang.org/x/%2",
                "golang.org/x/%zz/@v/list",
                "golang.org/x/%00/@v/list",
                "golang.org/x/%0a/@v/list",
                "golang.org/x/%ff/@v/list",
                "golang.org/x/%c0%ae/@v/list",
                "golang.org/../x/@v/list",
                "golang.org/%2e%2e/x/@v/list",
                "golang.org/./x/@v/list",
                "golang.org//x/@v/list",
                "/golang.org/@v/list",
                "golang.org/@v/list/",
                "github.com/Azure/go/@v/list",
                "github.com/!Azure/go/@v/list",
                "github.com/azure!/@v/list",
                "x.y/z/@v/HEAD.info",
                "x.y/z/@v/a!.info",
                "x.y/z/@v/a%2F..%2Fb.info",
                "x.y/z/@v/../../secret.zip",
                "sumdb/../x",
                "sumdb/a//b",
                "x.y/ü/@v/list",
                "x.y/a b/@v/list",
                "x.y/z/@v/a%3Ab.info",
                "x.y/z/@v/a%5Cb.info",
                "x.y/%uD800/@v/list"
            })
    void what_is_not_well_formed_is_malformed(String path) {
        assertThat(GoRequest.parse(path)).isInstanceOf(GoRequest.Invalid.class);
    }

    @Test
    void over_long_path_is_malformed() {
        assertThat(GoRequest.parse("x.y/" + "a".repeat(1 << 20) + "/@v/list")).isInstanceOf(GoRequest.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "sumdb/sum.golang.org/supported, sum.golang.org/supported",
        "sumdb/sum.golang.org/lookup/github.com/%21azure/go@v1.0.0, sum.golang.org/lookup/github.com/!azure/go@v1.0.0",
        "sumdb/host/path/tile/8/0/x003/005.p/17, host/path/tile/8/0/x003/005.p/17"
    })
    void checksum_database_request_keeps_its_rest(String path, String rest) {
        assertThat(GoRequest.parse(path)).isEqualTo(new GoRequest.Sumdb(rest));
    }

    @Test
    void reasons_name_the_thing_and_the_right_form() {
        assertThat(GoRequest.parse("github.com/Azure/go/@v/list"))
                .isEqualTo(new GoRequest.Invalid(
                        "the module path \"github.com/Azure/go\" is not escaped correctly: upper-case letters"
                                + " are written with an exclamation mark here, as in \"!a\" for \"A\""));
        assertThat(GoRequest.parse("golang.org/x/text/@v/v2.0.0.zip"))
                .isEqualTo(new GoRequest.NoSuchPage(
                        "\"v2.0.0\" is not a canonical version of golang.org/x/text: a version of"
                                + " golang.org/x/text must be v0 or v1, or end in +incompatible, not v2.0.0; ask for"
                                + " golang.org/x/text/@v/v2.0.0.info first, and then for the version that it names"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void generated_paths_are_all_read(long seed) {
        Random random = new Random(seed);
        String[] parts = {
            "/",
            "@v",
            "@latest",
            "/@v/",
            "list",
            ".info",
            ".zip",
            ".mod",
            "v1.2.3",
            "x.y",
            "%",
            "%2F",
            "%21",
            "!a",
            "A",
            "..",
            ".",
            "sumdb/",
            "é",
            "\u0000",
            "+incompatible",
            "-",
            "~1",
            "con",
            "gopkg.in/",
            ".v1"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder();
            for (int n = random.nextInt(9); n >= 0; n--) {
                path.append(parts[random.nextInt(parts.length)]);
            }
            GoRequestFuzz.check(path.toString());
        }
    }
}
