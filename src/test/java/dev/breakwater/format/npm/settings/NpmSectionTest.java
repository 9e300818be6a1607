package dev.breakwater.format.npm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Effective;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Secret;
import dev.breakwater.fetch.Policy;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpmSectionTest {
    private static final String UPSTREAMS = """
            upstreams:
              - {name: npmjs, url: "https://registry.example.org", authority: true, audit: true}
              - {name: mirror, url: "https://mirror.example.com/npm/"}
              - {name: acme, url: "https://npm.acme.example/", private-only: true, token: pw-1}
            """;

    @TempDir
    private Path folder = Path.of("");

    private NpmConfigurations files() {
        return new NpmConfigurations(folder, () -> {
            throw new AssertionError("a file with upstreams is complete, so npm is not run");
        });
    }

    @Test
    void every_key_is_read() throws Exception {
        NpmSettings settings = files().settings(UPSTREAMS + """
                        selection: priority
                        signing-keys: none
                        unverified: refuse
                        private: [{pattern: "@acme/*", from: acme}, {pattern: "@own/*", from: hosted}]
                        fresh: 5m
                        stale-if-error: 30d
                        health: {interval: 10s}
                        """);
        assertThat(settings.upstreams()).extracting(UpstreamSettings::name).containsExactly("npmjs", "mirror", "acme");
        assertThat(settings.authorities()).containsExactly("npmjs");
        assertThat(settings.audits()).containsExactly("npmjs");
        assertThat(settings.selection()).isEqualTo(Selection.PRIORITY);
        assertThat(settings.keys()).isEqualTo(new SigningKeysSetting.None());
        assertThat(settings.unverified()).isEqualTo(Policy.Unverified.REFUSE);
        assertThat(settings.owned())
                .containsExactly(
                        new OwnedPackages("@acme/*", new PackageOwner.OneUpstream("acme")),
                        new OwnedPackages("@own/*", new PackageOwner.Hosted()));
        assertThat(settings.fresh()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.staleIfError()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.healthInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(((ChainSettings) settings).privatePatterns()).containsExactly("@acme/*", "@own/*");
        assertThat(settings.owners()).containsExactly("acme");
    }

    @Test
    void defaults_are_safe() throws Exception {
        NpmSettings settings = files().settings("upstreams: [\"https://a.example.com\"]");
        assertThat(settings.keys()).isEqualTo(new SigningKeysSetting.BuiltIn());
        assertThat(settings.unverified()).isEqualTo(Policy.Unverified.AGREE);
        assertThat(settings.fresh()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.staleIfError()).isNull();
        assertThat(settings.owned()).isEmpty();
        assertThat(settings.authorities()).isEmpty();
        assertThat(settings.audits()).isEmpty();
    }

    @Test
    void settings_are_equal_if_nothing_has_changed() throws Exception {
        String keys = UPSTREAMS + "private: [{pattern: \"@acme/*\", from: acme}]\n";
        assertThat(files().settings(keys)).isEqualTo(files().settings(keys));
        assertThat(files().settings(keys)).isNotEqualTo(files().settings(keys.replace("audit: true", "audit: false")));
    }

    @Test
    void bare_pattern_belongs_to_the_only_upstream() throws Exception {
        String one = "upstreams: [{name: only, url: \"https://a.example.com\"}]\n";
        OwnedPackages acme = new OwnedPackages("@acme/*", new PackageOwner.OneUpstream("only"));
        assertThat(files().settings(one + "private: [\"@acme/*\"]").owned()).containsExactly(acme);
        assertThat(files().settings(one + "private: [{pattern: \"@acme/*\"}]").owned())
                .containsExactly(acme);
        assertThat(files().settings(one + "private: [\"@acme/*\", {pattern: \"@own/*\", from: hosted}]")
                        .owned())
                .containsExactly(acme, new OwnedPackages("@own/*", new PackageOwner.Hosted()));
        assertThat(files().with("BREAKWATER_REPOSITORIES_NPM_PRIVATE", "@acme/*, @own/*")
                        .settings(one)
                        .owned())
                .containsExactly(acme, new OwnedPackages("@own/*", new PackageOwner.OneUpstream("only")));
    }

    /** Each with what it says; the rest of the file is {@link #UPSTREAMS}. */
    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            signing-keys: npmj § breakwater.yaml:8:19: repositories.npm.signing-keys "npmj" is not a known set of keys; write npmjs, none or a file's path, as in ./npmj
            unverified: drop § repositories.npm.unverified "drop" is not valid; expected one of: agree, refuse, serve
            fresh: 60 § repositories.npm.fresh "60" has no unit; write a whole number and a unit: 250ms, 3s, 10m, 2h, 30d
            stale-if-error: never § repositories.npm.stale-if-error "never" is not a duration; write a whole number and a unit: 250ms, 3s, 10m, 2h, 30d, or forever
            checksum-databases: [] § breakwater.yaml:8:5: repositories.npm has no key "checksum-databases"; expected one of: format, fresh, health, no-downgrade, private, require-provenance, reserve, selection, signing-keys, stale-if-error, unverified, upstreams
            private: ['@acme/*'] § breakwater.yaml:8:15: the private pattern @acme/* has no owner, because there are several upstreams; write from: and the name of an upstream, or hosted
            private: [{pattern: '@acme/*'}] § the private pattern @acme/* has no owner, because there are several upstreams; write from: and the name of an upstream, or hosted
            private: [{pattern: '@acme/*', from: acm}] § there is no upstream "acm" that could own private packages; did you mean acme?
            private: [{pattern: '@acme/*', from: direct}] § there is no upstream "direct" that could own private packages; expected one of: acme, hosted, mirror, npmjs
            private: [{from: acme}] § repositories.npm.private.0 has no pattern; write pattern: and a glob of its packages
            private: [[]] § a private pattern takes a glob or keys; write - pattern: "@acme/*"
            private: [{pattern: '@acme', from: acme}] § repositories.npm.private.0.pattern "@acme" is a scope without packages; write "@acme/*"
            private: [{pattern: '@acme/', from: acme}] § "@acme/" is a scope without packages; write "@acme/*"
            private: [{pattern: 'acme/*', from: acme}] § "acme/*" does not match any package name; write @acme/* for a scope, acme-* for a prefix, or a whole name
            private: [{pattern: '@acme/a/b', from: acme}] § "@acme/a/b" does not match any package name
            private: [{pattern: '@acme/[', from: acme}] § "@acme/[" is not a valid pattern; close each [ with a ]
            private: [{pattern: 'https://npm.acme.example', from: acme}] § "https://npm.acme.example" is a URL; write @acme/* for a scope
            private: [{pattern: '@a/*, @b/*', from: acme}] § "@a/*, @b/*" has several patterns; write each as an element of its own
            private: [{pattern: '@acme/*', from: acme}, {pattern: '@ACME/*', from: hosted}] § the pattern @acme/* has an owner already, and the first one counts; keep one of the two
            require-provenance: ['@acme'] § repositories.npm.require-provenance "@acme" is a scope without packages; write "@acme/*"
            no-downgrade: maybe § repositories.npm.no-downgrade "maybe" is not true or false; write true or false
            private: [{pattern: '@acme/*', hosts: [x]}] § repositories.npm.private.0 has no key "hosts"; expected one of: from, pattern
            """)
    void mistakes_say_what_is_wrong_where_and_what_to_write(String key, String said) throws Exception {
        assertThat(files().mistakes(UPSTREAMS + key)).anyMatch(mistake -> mistake.contains(said), said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            authority: yes § repositories.npm.upstreams.0.authority "yes" is not true or false; write true or false
            audit: 1 § repositories.npm.upstreams.0.audit "1" is not true or false; write true or false
            authorty: true § repositories.npm.upstreams.0 has no key "authorty"; did you mean authority?
            """)
    void mistakes_of_an_upstream_say_so_too(String key, String said) throws Exception {
        assertThat(files().mistakes("upstreams:\n  - {url: \"https://a.example.com\", " + key + "}"))
                .anyMatch(mistake -> mistake.contains(said), said);
        assertThat(files().mistakes("upstreams: [direct]"))
                .anyMatch(mistake -> mistake.contains("\"direct\" is not an http or https URL"));
        assertThat(files().mistakes("upstreams: [{name: a}]"))
                .anyMatch(mistake -> mistake.contains("repositories.npm.upstreams.0 has no url"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            private: [{pattern: '@acme/tool', from: acme}] § breakwater.yaml:8:25: @acme/tool is private, but the rest of its scope is public: other names in @acme are fetched from public upstreams; write pattern: "@acme/*" to own the whole scope
            private: [{pattern: '@acme/tool-*', from: acme}, {pattern: '@other/*', from: hosted}] § @acme/tool-* is private, but the rest
            private: [{pattern: '@acme/*', from: acme}, {pattern: '@ACME/tool', from: hosted}] § everything under @ACME/tool is owned by @acme/* above it; write the narrower pattern first
            private: [{pattern: '@own/*', from: hosted}] § the upstream acme is private-only, but no private pattern uses it; write from: acme at a pattern
            signing-keys: /nowhere/keys.json § breakwater.yaml:8:19: repositories.npm.signing-keys names /nowhere/keys.json, which can't be read here
            """)
    void what_is_probably_not_meant_is_warned_of(String key, String said) throws Exception {
        assertThat(files().warnings(UPSTREAMS + key)).anyMatch(warning -> warning.contains(said), said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            private: [{pattern: '@acme/*', from: acme}]
            private: [{pattern: '@acme/tool', from: hosted}, {pattern: '@Acme/*', from: acme}]
            private: [{pattern: 'acme-*', from: acme}]
            private: [{pattern: '*', from: acme}]
            """)
    void a_scope_that_is_owned_whole_is_not_warned_of(String key) throws Exception {
        assertThat(files().warnings(UPSTREAMS + key)).isEmpty();
    }

    @Test
    void a_token_is_read_and_never_shown() throws Exception {
        Loaded loaded = files().load(UPSTREAMS + "private: [{pattern: \"@acme/*\", from: acme}]");
        UpstreamSettings acme = NpmConfigurations.settings(loaded).upstreams().getLast();
        assertThat(acme.credentials()).isEqualTo(new Credentials.Bearer(new Secret("pw-1")));
        assertThat(loaded.toString()).doesNotContain("pw-1");
    }

    @Test
    void file_of_keys_is_a_path() throws Exception {
        assertThat(files().settings(UPSTREAMS + "signing-keys: ./keys.json").keys())
                .isEqualTo(new SigningKeysSetting.FromFile(Path.of("./keys.json")));
    }

    @Test
    void a_variable_stands_for_a_key() throws Exception {
        Loaded loaded = files().with("BREAKWATER_REPOSITORIES_NPM_FRESH", "5s")
                .with("BREAKWATER_REPOSITORIES_NPM_UPSTREAMS_MIRROR_AUDIT", "true")
                .load(UPSTREAMS);
        assertThat(NpmConfigurations.settings(loaded).fresh()).isEqualTo(Duration.ofSeconds(5));
        assertThat(NpmConfigurations.settings(loaded).audits()).containsExactlyInAnyOrder("npmjs", "mirror");
        assertThat(Objects.requireNonNull(loaded.values()))
                .contains(new Effective(
                        List.of("repositories", "npm", "fresh"),
                        List.of("5s"),
                        false,
                        "BREAKWATER_REPOSITORIES_NPM_FRESH"));
    }
}
