package dev.breakwater.format.go.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the go command takes for the go.mod of a dependency, by {@code ParseLax} of golang.org/x/mod/modfile. */
class GoModSyntaxTest {
    private static final ModulePath MODULE = ModulePath.parse("x.y/z").get();

    private static String fault(String file) throws IOException {
        return fault(file, MODULE);
    }

    private static String fault(String file, ModulePath module) throws IOException {
        return GoModSyntax.fault(new ByteArrayInputStream(file.getBytes(UTF_8)), module);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module x.y/z",
                "module x.y/z\n",
                "module x.y/z // a comment",
                "module x.y/z\r\n\r\ngo 1.21\r\n",
                "// a comment\nmodule \"x.y/z\"\n",
                "module (\n\tx.y/z\n)\n",
                "go 1.21\n\nmodule x.y/z\n",
                "module x.y/z\ngo 1.21rc2\ntoolchain go1.99.0\n",
                "module x.y/z\ngo v1.12.x-beta\n",
                "module x.y/z\ngo (\n\tnonsense\n)\n",
                "module x.y/z\nrequire a.b/c v1.0.0 // indirect\nrequire (\n\n\t// why\n\ta.b/d v1.0.0\n)\n",
                "module x.y/z\nrequire ()\n",
                "module x.y/z\nretract [v1.0.0, v1.9.9]\nretract (\n\tv2.0.0\n)\n",
                "module x.y/z\nfuture { a, b } (c) \"d e\" `f`\n",
                "module x.y/z\nfuture (\n\ta (b\n)\n",
                "module x.y/z\nreplace a.b/c => ../c\nexclude nonsense\n",
                "module x.y/fork\n",
                "module gopkg.in/z.v3\n",
                "module näme/z\n",
                "module x.y//z\n"
            })
    void file_that_the_go_command_takes_is_taken(String file) throws IOException {
        // The last one is a comment behind x.y.
        assertThat(fault(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid                              | no module line",
                "''                                   | no module line",
                "// module x.y/z                      | no module line",
                "go 1.21                              | no module line",
                "module                               | line 1: a module line names one path",
                "module x.y/z a.b/c                   | names one path",
                "module x.y/z~module x.y/z            | line 2: there is a second module line",
                "module `x.y/z`                       | has a quote in it",
                "module \"x.y/z                       | line 1: a string does not end",
                "module \"x.y~/z\"                    | a string does not end",
                "/* a */ module x.y/z                 | comments begin with //",
                "module x.y/z~require (~a.b/c v1.0.0  | the block of line 2 does not end",
                "module x.y/z~require (~) more        | something follows a closing parenthesis",
                "module x.y/z~require a.b/c           | a requirement is a path and a version",
                "module x.y/z~go one                  | a go line names one version",
                "module x.y/z~go 1.21~go 1.22         | line 3: there is a second go line",
                "module x.y/z/v2                      | which does not fit x.y/z",
                "module x.y/z/v1                      | which does not fit x.y/z",
                "{\"Version\":\"v1.0.0\"}             | no module line",
                "<html>                               | no module line"
            })
    void file_that_the_go_command_refuses_is_refused_with_the_reason(String file, String why) throws IOException {
        assertThat(fault(file.replace('~', '\n'))).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "x.y/z/v2, x.y/z/v2, true",
        "x.y/z/v2, a.b/fork/v2, true",
        "x.y/z/v2, x.y/z, false",
        "x.y/z/v2, x.y/z/v3, false",
        "gopkg.in/z.v2, gopkg.in/z.v2, true",
        "gopkg.in/z.v2, x.y/z/v2, true",
        "gopkg.in/z.v2, gopkg.in/z.v3, false"
    })
    void major_version_must_fit(String module, String path, boolean fits) throws IOException {
        assertThat(fault("module " + path + "\n", ModulePath.parse(module).get())
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_text_has_an_answer_and_zero_bytes_are_refused(long seed) throws IOException {
        Random random = new Random(seed);
        String[] pieces = {
            "module", " ", "x.y/z", "\n", "(", ")", "\"", "`", "\\", "//", "/*", "go", "require", ",", "é"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j > 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(fault(text.toString())).as("seed %d: %s", seed, text).isNotNull();
            assertThat(fault(text + "\n\0 module x.y/z"))
                    .as("seed %d: %s", seed, text)
                    .isNotEmpty();
        }
    }
}
