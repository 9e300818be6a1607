package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.RawHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules on provenance, over two registries: in documents, tags, manifests and for tarballs. */
class NpmProvenanceTest {
    private static final byte[] TARBALL = "a tarball".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private static String manifest(String version, String more) throws Exception {
        String integrity = "sha512-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(TARBALL));
        return """
                "%s":{"name":"tea","version":"%s","dist":{"integrity":"%s","tarball":"http://x/tea/-/tea-%s.tgz"%s}}""".formatted(version, version, integrity, version, more);
    }

    /** 1.1.0 has provenance; 1.0.0 came before it and 1.2.0 after it. */
    private static void publish(ContractUpstream upstream) throws Exception {
        String document = """
                {"name":"tea","dist-tags":{"latest":"1.2.0"},"versions":{%s,%s,%s},
                 "time":{"1.0.0":"2024-01-01T00:00:00.000Z","1.1.0":"2024-02-01T00:00:00.000Z","1.2.0":"2024-03-01T00:00:00.000Z"}}
                """.formatted(
                        manifest("1.0.0", ""),
                        manifest("1.1.0", ",\"attestations\":{\"url\":\"http://x/a\",\"provenance\":{}}"),
                        manifest("1.2.0", ""));
        upstream.put("/tea", "application/json", document.getBytes(StandardCharsets.UTF_8));
        for (String version : new String[] {"1.0.0", "1.1.0", "1.2.0"}) {
            upstream.put("/tea/-/tea-" + version + ".tgz", "application/octet-stream", TARBALL);
        }
    }

    private static RawHttp.Got get(RunningServer server, String path) throws Exception {
        try (RawHttp line = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(60))) {
            return line.ask("GET", "/npm/" + path);
        }
    }

    private static String configuration(ContractUpstream one, ContractUpstream other, String rule) {
        return """
                repositories:
                  npm:
                    format: npm
                    fresh: 1h
                    %s
                    upstreams: [{name: a, domain: a, url: '%s'}, {name: b, domain: b, url: '%s'}]
                """.formatted(rule, one.url(), other.url());
    }

    @Test
    void a_refused_version_can_be_had_in_no_way_and_a_changed_rule_counts_at_once() throws Exception {
        try (ContractUpstream one = new ContractUpstream();
                ContractUpstream other = new ContractUpstream()) {
            publish(one);
            publish(other);
            try (RunningServer server = RunningServer.start(folder, configuration(one, other, ""))) {
                assertThat(get(server, "tea").text()).contains("\"1.0.0\":{", "\"1.1.0\":{", "\"1.2.0\":{");
                assertThat(get(server, "tea/-/tea-1.2.0.tgz").body()).isEqualTo(TARBALL);
            }
            try (RunningServer server = RunningServer.start(folder, configuration(one, other, "no-downgrade: true"))) {
                assertThat(get(server, "tea").text())
                        .contains("\"1.0.0\":{", "\"1.1.0\":{", "\"latest\":\"1.1.0\"")
                        .doesNotContain("1.2.0");
                assertThat(get(server, "-/package/tea/dist-tags").text()).contains("\"latest\":\"1.1.0\"");
                assertThat(get(server, "tea/latest").text()).contains("\"version\":\"1.1.0\"");
                assertThat(get(server, "tea/1.2.0").status()).isEqualTo(404);
                RawHttp.Got refused = get(server, "tea/-/tea-1.2.0.tgz");
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.text()).contains("tea@1.2.0", "no-downgrade");
                assertThat(get(server, "tea/-/tea-1.0.0.tgz").body()).isEqualTo(TARBALL);
            }
            String required = "require-provenance: ['te*']";
            try (RunningServer server = RunningServer.start(folder, configuration(one, other, required))) {
                assertThat(get(server, "tea").text()).contains("\"1.1.0\":{").doesNotContain("1.2.0", "1.0.0\"");
                assertThat(get(server, "tea/-/tea-1.0.0.tgz").status()).isEqualTo(403);
                assertThat(get(server, "tea/-/tea-1.1.0.tgz").body()).isEqualTo(TARBALL);
                one.dark(true);
                other.dark(true);
                assertThat(get(server, "tea/-/tea-1.1.0.tgz").body())
                        .as("what was served once is served in the dark")
                        .isEqualTo(TARBALL);
            }
            try (RunningServer server = RunningServer.start(folder, configuration(one, other, ""))) {
                assertThat(get(server, "tea").text()).contains("\"1.0.0\":{", "\"1.1.0\":{", "\"1.2.0\":{");
            }
        }
    }
}
