package dev.breakwater.format.go.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Configurations;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Mistake;
import dev.breakwater.git.HostLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateReaderTest {
    @TempDir
    Path folder;

    private String text() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "pw-0\n");
        return """
            repositories:
              go:
                upstreams: [{url: "https://a.example.com", name: company, private-only: true}]
                private:
                  - bare.example.com/*
                  - {pattern: owned.example.com, from: company}
                  - {pattern: hosted.example.com, from: hosted}
                  - pattern: git.example.com/x
                    hosts: [Inner.Example.com]
                    credentials:
                      - {host: Git.example.com, token: "${file:%1$s}"}
                      - {host: b.example.com, username: u, password: pw-1}
                      - {host: c.example.com, bearer: pw-2}
                      - {host: d.example.com, netrc: %1$s}
                      - {host: e.example.com, helper: "/opt/helper --role x"}
                      - {host: "f.example.com:2222", ssh-key: %1$s, known-hosts: %1$s}
            """.formatted(secret);
    }

    @Test
    void owners_and_credentials_are_read() throws Exception {
        List<PrivateSettings> privates = new Configurations(folder).go(text()).privates();
        assertThat(privates)
                .extracting(PrivateSettings::pattern)
                .containsExactly("bare.example.com/*", "owned.example.com", "hosted.example.com", "git.example.com/x");
        assertThat(privates)
                .extracting(PrivateSettings::owner)
                .containsExactly(
                        new PrivateSettings.Owner.OwnRepositories(),
                        new PrivateSettings.Owner.NamedUpstream("company"),
                        new PrivateSettings.Owner.Uploaded(),
                        new PrivateSettings.Owner.OwnRepositories());
        Path file = folder.resolve("secret");
        assertThat(privates.getLast().credentials())
                .containsExactly(
                        new HostLogin.Password("git.example.com", "x-access-token", "pw-0"),
                        new HostLogin.Password("b.example.com", "u", "pw-1"),
                        new HostLogin.LoginToken("c.example.com", "pw-2"),
                        new HostLogin.NetrcLogin("d.example.com", file),
                        new HostLogin.HelperProgram("e.example.com", List.of("/opt/helper", "--role", "x")),
                        new HostLogin.SshKey("f.example.com:2222", "git", file, file, List.of()));
        assertThat(privates.getLast().named())
                .contains("inner.example.com", "git.example.com", "f.example.com")
                .noneMatch(host -> host.contains(":"));
        assertThat(privates.getFirst().named()).containsExactly("bare.example.com");
        assertThat(PrivateSettings.bare("*.example.com").named()).isEmpty();
    }

    @Test
    void no_secret_is_shown() throws Exception {
        Loaded loaded = new Configurations(folder).load(text(), Map.of());
        assertThat(loaded.toString()).doesNotContain("pw-");
        assertThat(loaded.values()).anyMatch(value -> value.path().getLast().equals("token"));
    }

    @Test
    void narrow_pattern_behind_a_wide_one_and_an_idle_upstream_are_warned_of() throws Exception {
        Loaded loaded = new Configurations(folder).load("""
                        repositories:
                          go:
                            upstreams: [{url: "https://a.example.com", name: company, private-only: true}]
                            private:
                              - git.example.com/*
                              - pattern: git.example.com/team/x
                                from: hosted
                        """, Map.of());
        assertThat(loaded.warnings())
                .extracting(Mistake::toString)
                .anyMatch(text -> text.contains("breakwater.yaml:6:")
                        && text.contains("everything under git.example.com/team/x is owned by git.example.com/* above"))
                .anyMatch(text -> text.contains("the upstream company is private-only"));
    }

    @Test
    void variable_stands_for_bare_patterns() throws Exception {
        Loaded loaded = new Configurations(folder)
                .load("", Map.of("BREAKWATER_REPOSITORIES_GO_PRIVATE", "a.example.com, b.example.com/*"));
        assertThat(Configurations.repository(loaded.settings(), "go").privates())
                .containsExactly(PrivateSettings.bare("a.example.com"), PrivateSettings.bare("b.example.com/*"));
    }
}
