package dev.breakwater.format.npm.lockfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.repository.LockFiles.NamedVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NpmLockFilesTest {
    private static List<NamedVersion> read(String text) {
        return new NpmLockFiles().named(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> paths(String text) {
        return read(text).stream().flatMap(named -> named.paths().stream()).toList();
    }

    @Test
    void npm_s_lock_names_what_is_from_a_registry() {
        String lock = """
                {
                  "name": "app", "lockfileVersion": 3,
                  "packages": {
                    "": {"name": "app", "version": "1.0.0", "dependencies": {"a": "^1"}},
                    "node_modules/a": {"version": "1.2.3", "resolved": "https://r.example.com/a/-/a-1.2.3.tgz"},
                    "node_modules/a/node_modules/@s/b": {"version": "2.0.0-rc.1"},
                    "node_modules/alias": {"name": "real", "version": "3.0.0", "resolved": "https://r.example.com/real/-/real-3.0.0.tgz"},
                    "node_modules/git": {"version": "1.0.0", "resolved": "git+ssh://git@example.com/x.git#abc"},
                    "node_modules/linked": {"resolved": "packages/linked", "link": true},
                    "packages/linked": {"version": "1.0.0"},
                    "node_modules/a/node_modules/inside": {"version": "1.0.0", "inBundle": true}
                  },
                  "dependencies": {"a": {"version": "1.2.3"}}
                }""";
        assertThat(paths(lock)).containsExactly("a/-/a-1.2.3.tgz", "@s/b/-/b-2.0.0-rc.1.tgz", "real/-/real-3.0.0.tgz");
        assertThat(read(lock).getFirst().line()).isEqualTo(5);
    }

    @Test
    void the_first_version_of_npm_s_lock_is_a_tree() {
        assertThat(paths("""
                {"lockfileVersion": 1, "dependencies": {
                  "a": {"version": "1.0.0", "dependencies": {"@s/b": {"version": "2.0.0"}}},
                  "c": {"version": "npm:real@3.0.0"},
                  "d": {"version": "git+https://example.com/d.git"}}}"""))
                .containsExactlyInAnyOrder("a/-/a-1.0.0.tgz", "@s/b/-/b-2.0.0.tgz", "real/-/real-3.0.0.tgz");
    }

    @Test
    void pnpm_s_lock_names_packages_of_every_version_of_it() {
        assertThat(paths("""
                lockfileVersion: '9.0'

                importers:
                  .:
                    dependencies:
                      a:
                        specifier: ^1.0.0
                        version: 1.0.0

                packages:

                  '@s/b@2.0.0':
                    resolution: {integrity: sha512-x}

                  a@1.0.0:
                    resolution: {integrity: sha512-y}

                  /old@3.0.0(peer@1.0.0):
                    resolution: {integrity: sha512-z}

                  /older/4.0.0_peer@1.0.0:
                    resolution: {integrity: sha512-z}

                snapshots:

                  a@1.0.0: {}
                """))
                .containsExactly(
                        "@s/b/-/b-2.0.0.tgz", "a/-/a-1.0.0.tgz", "old/-/old-3.0.0.tgz", "older/-/older-4.0.0.tgz");
    }

    @Test
    void yarn_s_locks_name_what_they_resolved() {
        assertThat(paths("""
                # yarn lockfile v1

                "@s/b@^2.0.0":
                  version "2.0.0"
                  resolved "https://r.example.com/@s/b/-/b-2.0.0.tgz#abc"

                a@^1.0.0:
                  version "1.0.0"
                  resolved "https://r.example.com/npm/a/-/a-1.0.0.tgz#def"
                """)).containsExactly("@s/b/-/b-2.0.0.tgz", "a/-/a-1.0.0.tgz");
        assertThat(paths("""
                __metadata:
                  version: 8

                "@s/b@npm:^2.0.0":
                  version: 2.0.0
                  resolution: "@s/b@npm:2.0.0"

                "app@workspace:.":
                  version: 0.0.0-use.local
                  resolution: "app@workspace:."
                """)).containsExactly("@s/b/-/b-2.0.0.tgz");
    }

    @Test
    void what_is_wrong_has_its_line() {
        assertThat(read("{\n\"packages\": {\n\"node_modules/.x\": {\"version\": \"1.0.0\"}}}"))
                .singleElement()
                .satisfies(wrong -> {
                    assertThat(wrong.line()).isEqualTo(3);
                    assertThat(wrong.wrong()).contains(".x@1.0.0");
                });
        assertThat(read("{\n nonsense"))
                .singleElement()
                .satisfies(wrong -> assertThat(wrong.wrong()).startsWith("is not JSON"));
    }
}
