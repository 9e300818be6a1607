package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract for npm, with one upstream. */
class NpmContractTest extends FormatContract {
    @Override
    String repository(String url) {
        return "{format: npm, private: [{pattern: '@own/*', from: hosted}], upstreams: ['" + url + "']}";
    }

    @Override
    Things fill(ContractUpstream mirror) throws Exception {
        byte[] tarball = new byte[4_000];
        new Random(7).nextBytes(tarball);
        String integrity = "sha512-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(tarball));
        String manifest = """
                {"name":"tea","version":"1.0.0","dist":{"integrity":"%s","tarball":"%s/tea/-/tea-1.0.0.tgz"}}""".formatted(integrity, mirror.url());
        mirror.put("/tea", "application/json", """
                {"name":"tea","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":%s},
                 "time":{"modified":"2024-02-01T00:00:00.000Z","1.0.0":"2024-01-01T00:00:00.000Z"}}""".formatted(manifest).getBytes(StandardCharsets.UTF_8));
        mirror.put("/tea/1.0.0", "application/json", manifest.getBytes(StandardCharsets.UTF_8));
        mirror.put("/tea/-/tea-1.0.0.tgz", "application/octet-stream", tarball);
        mirror.put("/@own%2fx", "application/json", "{\"name\":\"@own/x\"}".getBytes(StandardCharsets.UTF_8));
        return new Things("tea/-/tea-1.0.0.tgz", "tea", "coffee", "@own%2fx", "application/json");
    }

    @Test
    void a_document_has_two_forms_and_names_the_address_that_the_client_uses() throws Exception {
        RawHttp.Got full = get("tea");
        assertThat(full.header("Content-Type")).isEqualTo("application/json");
        assertThat(full.text()).contains("\"tarball\":\"" + server.url() + "/r/tea/-/tea-1.0.0.tgz\"");
        RawHttp.Got install =
                get("tea", "Accept: application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*");
        assertThat(install.header("Content-Type")).isEqualTo("application/vnd.npm.install-v1+json");
        assertThat(install.header("Vary").toLowerCase(java.util.Locale.ROOT)).contains("accept");
        assertThat(install.header("Last-Modified")).isEqualTo("Thu, 01 Feb 2024 00:00:00 GMT");
        assertThat(full.header("ETag")).isNotEqualTo(install.header("ETag"));
        assertThat(get("tea/latest").text()).contains("\"version\":\"1.0.0\"");
        assertThat(get("tea/2.0.0").status()).isEqualTo(404);
    }
}
