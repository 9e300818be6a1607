package dev.breakwater.format.go.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoModTest {
    private static GoMod read(String text) {
        return GoMod.parse(text.getBytes(UTF_8));
    }

    private static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("module x.y/z", "x.y/z"),
                Arguments.of("module \"x.y/z\"", "x.y/z"),
                Arguments.of("module `x.y/z`", "x.y/z"),
                Arguments.of("\tmodule\tx.y/z // comment", "x.y/z"),
                Arguments.of("module \"x\\.y/z\"", "x.y/z"),
                Arguments.of("module x.y/z\r\n", "x.y/z"),
                Arguments.of("// module a.b\nmodule x.y/z", "x.y/z"),
                Arguments.of("module x.y/z\nmodule a.b", "x.y/z"),
                Arguments.of("module \"x.y", "x.y"),
                Arguments.of("\uFEFFmodule x.y/z", ""),
                Arguments.of("module", ""),
                Arguments.of("modulex.y/z", ""),
                Arguments.of("", ""));
    }

    @Test
    void requirements_are_found_with_what_is_indirect() {
        GoMod mod = read("""
                module x.y/z
                require a.b/c v1.2.3
                require (
                    "a.b/d" v0.1.0 // indirect
                    a.b/e v2.0.0+incompatible // indirect; by hand
                    a.b/f v1.0.0 // not indirect
                    a.b/g latest
                    a.b/h v1.0.0 v1.1.0
                )
                exclude a.b/i v1.0.0
                replace a.b/j => a.b/k v1.0.0
                """);
        assertThat(mod.requirements())
                .extracting(each -> each.path() + " " + each.version() + (each.indirect() ? " indirect" : ""))
                .containsExactly(
                        "a.b/c v1.2.3", "a.b/d v0.1.0 indirect", "a.b/e v2.0.0+incompatible indirect", "a.b/f v1.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "go 1.17, true",
        "go 1.16, false",
        "go 1.9, false",
        "go 1.21rc2, true",
        "go 1.24.1, true",
        "go 2.0, true",
        "'', false",
        "go x, false",
    })
    void graph_is_pruned_since_go_1_17(String line, boolean pruned) {
        assertThat(read("module x.y/z\n" + line + "\n").pruned()).isEqualTo(pruned);
    }

    @ParameterizedTest
    @MethodSource("files")
    void module_path_is_found(String file, String module) {
        assertThat(read(file).module()).isEqualTo(module);
    }

    @Test
    void language_version_and_retractions_are_found_in_every_form() {
        GoMod mod = read("""
                module x.y/z

                go 1.24.0 // or later

                require a.b/c v1.0.0

                // This is about nothing below.

                retract v1.0.0 // Published by accident.

                // Two lines
                // of reasons.
                retract [v1.1.0, v1.1.9]

                // For all of these.
                retract (
                    v1.2.0 // Its own.
                    [v1.3.0,v1.4.0]
                    // Above.

                    v1.5.0
                )
                retract "v1.6.0"
                retract junk
                retract [v1.7.0
                """);

        assertThat(mod.go()).isEqualTo("1.24.0");
        assertThat(mod.retractions())
                .extracting(r -> r.low() + " " + r.high() + " " + r.rationale())
                .containsExactly(
                        "v1.0.0 v1.0.0 Published by accident.",
                        "v1.1.0 v1.1.9 Two lines\nof reasons.",
                        "v1.2.0 v1.2.0 Its own.",
                        "v1.3.0 v1.4.0 For all of these.",
                        "v1.5.0 v1.5.0 Above.",
                        "v1.6.0 v1.6.0 ");
    }

    @ParameterizedTest
    @CsvSource({
        "v1.0.9, false",
        "v1.1.0-rc.1, false",
        "v1.1.0, true",
        "v1.1.5-pre, true",
        "v1.1.9, true",
        "v1.1.10, false"
    })
    void range_covers_versions_by_precedence(String version, boolean covered) {
        GoMod mod = read("retract [v1.1.0, v1.1.9]");

        assertThat(mod.retraction(Version.parse(version).get()).isPresent()).isEqualTo(covered);
    }

    @Test
    void file_that_the_go_command_makes_up_is_told_from_a_real_one() {
        ModulePath module = ModulePath.parse("x.y/z").get();

        assertThat(GoMod.isSynthesised("module x.y/z\n".getBytes(UTF_8), module))
                .isTrue();
        assertThat(GoMod.isSynthesised("module x.y/z\n\ngo 1.20\n".getBytes(UTF_8), module))
                .isFalse();
        assertThat(GoMod.isSynthesised("module x.y/w\n".getBytes(UTF_8), module))
                .isFalse();
    }

    @Test
    void absurd_file_is_read_in_bounds() {
        assertThat(read("retract v1.0.0\n".repeat(100_000)).retractions()).hasSize(10_000);
        assertThat(read("retract (\n".repeat(100_000)).retractions()).isEmpty();
        assertThat(read("// x\n".repeat(100_000) + "retract v1.0.0")
                        .retractions()
                        .getFirst()
                        .rationale())
                .hasSizeLessThan(1000);
        assertThat(read("module " + "(".repeat(1 << 20)).module()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {71, 72})
    void generated_file_never_fails(long seed) {
        Random random = new Random(seed);
        String[] parts = {
            "module", "go", "retract", " ", "\n", "(", ")", "[", "]", ",", "\"", "`", "\\", "//", "v1.0.0", "x.y/z",
            "\t", "\r", "\0", "é"
        };
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(read(text.toString())).as("seed %d, case %d", seed, i).isNotNull();
        }
    }
}
