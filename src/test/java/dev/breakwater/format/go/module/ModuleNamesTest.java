package dev.breakwater.format.go.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.repository.LockFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleNamesTest {
    private static List<LockFiles.NamedVersion> read(String text) {
        return ModuleNames.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static LockFiles.NamedVersion all(int line, String version) {
        return new LockFiles.NamedVersion(line, List.of(version + ".info", version + ".mod", version + ".zip"), "");
    }

    @Test
    void a_go_sum_names_versions_and_those_of_which_only_the_go_mod_counts() {
        assertThat(read("""
                github.com/Azure/go v1.2.0 h1:aaaa=
                github.com/Azure/go v1.2.0/go.mod h1:bbbb=

                example.com/x/v2 v2.0.0-20200101000000-0123456789ab/go.mod h1:cccc=
                """))
                .containsExactly(
                        all(1, "github.com/!azure/go/@v/v1.2.0"),
                        new LockFiles.NamedVersion(2, List.of("github.com/!azure/go/@v/v1.2.0.mod"), ""),
                        new LockFiles.NamedVersion(
                                4, List.of("example.com/x/v2/@v/v2.0.0-20200101000000-0123456789ab.mod"), ""));
    }

    @Test
    void a_go_mod_names_what_it_requires_or_what_replaces_that() {
        assertThat(read("""
                module example.com/main // ours

                go 1.24

                require example.com/a v1.0.0
                require (
                	example.com/b v1.1.0 // indirect
                	example.com/c v1.2.0
                	example.com/d v1.3.0
                	"example.com/e" v1.4.0+incompatible
                )
                replace example.com/b => example.com/fork v1.1.1
                replace (
                	example.com/c v1.2.0 => ../c
                	example.com/d v1.0.0 => ../d
                )
                exclude example.com/z v1.0.0
                """))
                .containsExactly(
                        all(5, "example.com/a/@v/v1.0.0"),
                        all(7, "example.com/fork/@v/v1.1.1"),
                        all(9, "example.com/d/@v/v1.3.0"),
                        all(10, "example.com/e/@v/v1.4.0+incompatible"));
    }

    @Test
    void what_go_list_prints_names_all_but_the_main_module_and_folders() {
        assertThat(read("""
                {
                	"Path": "example.com/main",
                	"Main": true
                }
                {
                	"Path": "example.com/a",
                	"Version": "v1.0.0",
                	"Time": "2026-01-01T00:00:00Z"
                }
                {
                	"Path": "example.com/b",
                	"Version": "v1.0.0",
                	"Replace": {"Path": "example.com/fork", "Version": "v1.1.1"}
                }
                {
                	"Path": "example.com/c",
                	"Version": "v1.0.0",
                	"Replace": {"Path": "../c", "Dir": "/c"}
                }
                """)).containsExactly(all(5, "example.com/a/@v/v1.0.0"), all(10, "example.com/fork/@v/v1.1.1"));
    }

    @Test
    void what_is_wrong_is_told_with_its_line_and_the_rest_is_read() {
        assertThat(read("example.com/a v1.0.0 h1:x=\nexample.com/b v1.0.0\nexample.com/c v1.0.0 h1:x=\n"))
                .contains(all(1, "example.com/a/@v/v1.0.0"), all(3, "example.com/c/@v/v1.0.0"))
                .contains(new LockFiles.NamedVersion(
                        2, List.of(), "is not a valid go.sum line: expected a module, a version and a hash"));
        assertThat(read("require example.com/a master\n")).singleElement().satisfies(named -> {
            assertThat(named.line()).isEqualTo(1);
            assertThat(named.wrong()).contains("\"master\" is not a version").contains("go mod tidy");
        });
        assertThat(read("require example.com/a\n").getFirst().wrong()).contains("a module and a version");
        assertThat(read("module m\nrequire Exa!mple.com/a v1.0.0\n").getFirst().wrong())
                .isNotEmpty();
        assertThat(read("{\n\"Path\": \"a\",\n").getFirst().wrong()).startsWith("is not valid JSON: ");
        assertThat(read("{}\n[]").getLast())
                .isEqualTo(new LockFiles.NamedVersion(2, List.of(), "is not from go list -m -json"));
        assertThat(read("")).isEmpty();
    }
}
