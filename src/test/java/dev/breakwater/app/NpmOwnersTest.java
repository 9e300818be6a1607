package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.RawHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that one registry owns, beside a public mirror that has packages of the same names. */
class NpmOwnersTest {
    private static final byte[] TARBALL = "the owner's tarball".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FOREIGN = "a stranger's tarball".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private static byte[] document(byte[] tarball, String address) throws Exception {
        String integrity = "sha512-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(tarball));
        return """
                {"name":"@acme/tool","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"@acme/tool","version":"1.0.0",
                 "dist":{"integrity":"%s","tarball":"%s"}}}}""".formatted(integrity, address).getBytes(StandardCharsets.UTF_8);
    }

    private static RawHttp.Got get(RunningServer server, String path) throws Exception {
        try (RawHttp line = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(60))) {
            return line.ask("GET", "/npm/" + path);
        }
    }

    @Test
    void the_owner_alone_is_asked_wherever_it_keeps_its_tarballs_and_whatever_becomes_of_it() throws Exception {
        List<String> keys = new CopyOnWriteArrayList<>();
        try (ContractUpstream owner = new ContractUpstream();
                ContractUpstream mirror = new ContractUpstream()) {
            owner.put(
                    "/@acme%2ftool",
                    "application/json", document(TARBALL, owner.url() + "/download/acme/tool/1?key=x"));
            owner.put("/download/acme/tool/1", exchange -> {
                keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                ContractUpstream.send(exchange, "application/gzip", TARBALL);
            });
            mirror.put("/@acme%2ftool", "application/json", document(FOREIGN, mirror.url() + "/x"));
            mirror.put("/@acme/tool/-/tool-1.0.0.tgz", "application/octet-stream", FOREIGN);
            String configuration = """
                    repositories:
                      npm:
                        format: npm
                        private: [{pattern: '@acme/*', from: acme}]
                        upstreams:
                        - '%s'
                        - {name: acme, url: '%s', private-only: true, token: sesame}
                    """.formatted(mirror.url(), owner.url());
            try (RunningServer server = RunningServer.start(folder, configuration)) {
                assertThat(get(server, "@acme/tool/-/tool-1.0.0.tgz").body()).isEqualTo(TARBALL);
                assertThat(keys).containsExactly("Bearer sesame");
                assertThat(owner.asked).containsExactly("/@acme%2ftool", "/download/acme/tool/1?key=x");
                assertThat(get(server, "@acme%2ftool").text())
                        .contains(server.url() + "/npm/@acme/tool/-/tool-1.0.0.tgz")
                        .doesNotContain("key=x", owner.url());
                owner.dark(true);
                assertThat(get(server, "@acme/tool/-/tool-1.0.0.tgz").body()).isEqualTo(TARBALL);
                assertThat(get(server, "@acme/other").status()).isEqualTo(503);
                assertThat(get(server, "@ACME/tool").status()).isIn(404, 503);
                assertThat(mirror.asked).isEmpty();
            }
        }
    }

    @Test
    void a_tarball_is_not_fetched_from_an_internal_address_that_a_document_names() throws Exception {
        try (ContractUpstream owner = new ContractUpstream();
                ContractUpstream internal = new ContractUpstream()) {
            String secret = HexFormat.of().formatHex(TARBALL);
            internal.put("/secret", "text/plain", secret.getBytes(StandardCharsets.UTF_8));
            String elsewhere = internal.url().replace("127.0.0.1", "127.0.0.2") + "/secret";
            owner.put(
                    "/@acme%2ftool", "application/json", document(secret.getBytes(StandardCharsets.UTF_8), elsewhere));
            String configuration = """
                    repositories:
                      npm:
                        format: npm
                        private: [{pattern: '@acme/*', from: acme}]
                        upstreams: [{name: acme, url: '%s', token: sesame}]
                    """.formatted(owner.url());
            try (RunningServer server = RunningServer.start(folder, configuration)) {
                RawHttp.Got got0 = get(server, "@acme%2ftool");
                RawHttp.Got got = get(server, "@acme/tool/-/tool-1.0.0.tgz");
                assertThat(got.status())
                        .as(got0.text() + got.text() + owner.asked)
                        .isEqualTo(503);
                assertThat(internal.asked).isEmpty();
            }
        }
    }
}
