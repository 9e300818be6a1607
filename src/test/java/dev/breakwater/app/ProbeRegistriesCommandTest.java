package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command for npm registries, from its arguments to what it prints. */
class ProbeRegistriesCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final NpmSigner signer = new NpmSigner();
    private final NpmCorpus corpus = new NpmCorpus(signer).tree(7).publish("@own/tool", "1.0.0", Map.of(), 10);
    private final NpmRegistry one = NpmRegistry.serving(corpus).withShortForms();
    private final NpmRegistry two = NpmRegistry.serving(corpus).withShortForms();
    private String other = "";
    private Path config = Path.of("");

    @BeforeEach
    void configure() throws Exception {
        other = two.url().replace("127.0.0.1", "localhost");
        two.naming(other);
        Path keys = Files.writeString(folder.resolve("keys.json"), signer.keys());
        config = Files.writeString(folder.resolve("breakwater.yaml"), """
                repositories:
                  go:
                    upstreams: [{name: modules, url: "http://127.0.0.1:1"}]
                  npm:
                    format: npm
                    signing-keys: %s
                    upstreams:
                      - {name: main, url: "%s", authority: true, audit: true}
                      - {name: owner, url: "http://127.0.0.1:2", private-only: true}
                    private: [{pattern: "@own/*", from: owner}]
                """.formatted(keys, one.url()));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private Shell.Ran probe(String... args) {
        List<String> all = new ArrayList<>(List.of("probe", "--config", config.toString(), "--time", "20s"));
        all.addAll(List.of("--at-once", "8", "--module", "p000", "--module", "@leaf/p006@1.0.0"));
        all.addAll(Arrays.asList(args));
        return Shell.run(Map.of("GOPROXY", "off", "HOME", folder.toString()), all.toArray(String[]::new));
    }

    @Test
    void registries_are_shown_with_lines_that_can_be_used() throws Exception {
        Shell.Ran ran = probe(one.url(), other);
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out().lines().findFirst())
                .hasValueSatisfying(titles -> assertThat(titles.split(" {2,}"))
                        .containsExactly(
                                "mirror",
                                "verdict",
                                "document p50/p95",
                                "record p50/p95",
                                "hot",
                                "cold",
                                "lists",
                                "content",
                                "404",
                                "signed"));
        assertThat(ran.out())
                .containsPattern("(?m)^main +good +\\d+/\\d+ ms +\\d+/\\d+ ms +- +- +current +6 right +ok +4 of 4$")
                .contains("short form: yes, times: yes, own tarballs: yes, keys: no, audit: no, search: yes")
                .containsPattern("(?m)^npm config set registry http://(127.0.0.1|localhost):\\d+/$");
        String block = ran.out()
                .substring(ran.out().indexOf("repositories:"), ran.out().lastIndexOf("\n\n") + 1);
        assertThat(block)
                .startsWith("repositories:\n  npm:\n    format: npm\n    upstreams:\n")
                .contains("url: \"" + one.url() + "\"\n        authority: true\n        audit: true\n")
                .contains("# keep private, signing-keys");
        Path written = Files.writeString(folder.resolve("recommended.yaml"), block);
        Shell.Ran check = Shell.run(Map.of(), "check-config", written.toString());
        assertThat(check.code()).as(block + check.out()).isZero();
    }

    @Test
    void json_has_what_only_registries_have() {
        two.tarballFault(Fault.BIT_FLIP);
        Shell.Ran ran = probe("--format", "npm", "--json", one.url(), other);
        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(ran.out());
        JsonNode main = report.at("/mirrors/0");
        assertThat(main.at("/verdict").asString()).isEqualTo("GOOD");
        assertThat(main.at("/document/count").asInt()).isEqualTo(2);
        assertThat(main.at("/record/count").asInt()).isEqualTo(2);
        assertThat(main.at("/signatures/signed").asInt()).isEqualTo(4);
        assertThat(main.at("/registry/ownTarballs").asString()).isEqualTo("yes");
        assertThat(main.has("database")).isFalse();
        assertThat(report.at("/mirrors/1/verdict").asString()).isEqualTo("BAD");
        assertThat(report.at("/mirrors/1/findings/0/kind").asString()).isEqualTo("WRONG_CONTENT");
    }

    @Test
    void private_packages_are_told_to_no_mirror() {
        assertThat(probe("--module", "@own/tool", "--module", "@OWN/other", one.url(), other)
                        .code())
                .isZero();
        assertThat(one.log().counts().keySet())
                .noneMatch(path -> path.toLowerCase(java.util.Locale.ROOT).contains("own"))
                .anyMatch(path -> path.contains("p000"));
    }

    @Test
    void wrong_format_package_and_feed_are_named() {
        assertThat(probe("--format", "cobol", one.url()).err()).contains("expected one of: go, npm");
        assertThat(probe("--module", "p000@latest", one.url()).err())
                .contains("--module:3: \"latest\" is not a valid version");
        assertThat(probe("--module", ".hidden", one.url()).err()).contains("begins with .");
        assertThat(probe("--index", "https://index.example", one.url()).err()).contains("a feed of Go modules");
    }
}
