package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The contract for npm, with one upstream. */
class NpmContractTest extends FormatContract {
    @Override
    String repository(String url) {
        return "{format: npm, private: [{pattern: '@own/*', from: hosted}], upstreams: [{url: '" + url
                + "', audit: true}]}";
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

    private String post(String path, byte[] body, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/r/" + path))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void an_audit_tells_the_upstream_nothing_of_own_packages() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        upstream.put("/-/npm/v1/security/advisories/bulk", exchange -> {
            told.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            ContractUpstream.send(exchange, "application/json", "{\"tea\":[]}".getBytes(StandardCharsets.UTF_8));
        });
        String body = "{\"tea\":[\"1.0.0\",\"npm:@own/z@^1.0.0\"],\"@own/x\":[\"1.0.0\"],\"@OWN/y\":[\"2.0.0\"]}";
        for (int i = 0; i < 2; i++) {
            assertThat(post("-/npm/v1/security/advisories/bulk", gzip(body), "Content-Encoding", "gzip"))
                    .isEqualTo("200 {\"tea\":[]}");
        }
        assertThat(told).as("once, for both").containsExactly("POST {\"tea\":[\"1.0.0\"]}");
        assertThat(post(
                        "-/npm/v1/security/advisories/bulk",
                        "{\"@own/x\":[\"1.0.0\"]}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("200 {}");
        assertThat(post("-/npm/v1/security/audits/quick", "{\"name\":\"@own/app\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("200 {}");
        assertThat(post("-/npm/v1/security/advisories/bulk", "[1]".getBytes(StandardCharsets.UTF_8)))
                .startsWith("400 {\"error\":");
        assertThat(post("-/npm/v1/security/audits", "{\"requires\":{\"tea\":\"1\"}}".getBytes(StandardCharsets.UTF_8)))
                .as("no answer is no good news")
                .startsWith("503 {\"error\":");
        assertThat(told).hasSize(1);
    }

    @Test
    void attestations_are_passed_on_if_they_are_about_the_tarball() throws Exception {
        byte[] tarball = get(things.fixed()).body();
        byte[] other = "other bytes".getBytes(StandardCharsets.UTF_8);
        upstream.put("/-/npm/v1/attestations/tea@1.0.0", "application/json", attestations(other));
        assertThat(get("-/npm/v1/attestations/tea@1.0.0").status()).isNotEqualTo(200);
        upstream.put("/-/npm/v1/attestations/milk@1.0.0", "application/json", attestations(tarball));
        upstream.put("/milk/1.0.0", "application/json", """
                {"name":"milk","version":"1.0.0","dist":{"integrity":"%s"}}""".formatted(integrity(tarball))
                .getBytes(StandardCharsets.UTF_8));
        RawHttp.Got got = get("-/npm/v1/attestations/milk@1.0.0");
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(attestations(tarball));
    }

    private static String integrity(byte[] bytes) throws Exception {
        return "sha512-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(bytes));
    }

    private static byte[] attestations(byte[] tarball) throws Exception {
        String sha512 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(tarball));
        String statement = "{\"subject\":[{\"name\":\"pkg:npm/x@1.0.0\",\"digest\":{\"sha512\":\"" + sha512 + "\"}}]}";
        String payload = Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8));
        return ("{\"attestations\":[{\"bundle\":{\"dsseEnvelope\":{\"payload\":\"" + payload + "\"}}}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void errors_name_the_package() throws Exception {
        assertThat(get("coffee").text()).startsWith("{\"error\":\"coffee does not exist");
        upstream.dark(true);
        assertThat(get("milk").text())
                .startsWith("{\"error\":\"milk is unavailable right now: ")
                .doesNotContain("!");
    }

    @Test
    void a_package_whose_versions_are_all_unpublished_does_not_exist() throws Exception {
        upstream.put("/gone", "application/json", """
                {"name":"gone","versions":{},"time":{"unpublished":{"name":"x"}}}""".getBytes(StandardCharsets.UTF_8));
        assertThat(get("gone").status()).isEqualTo(404);
    }

    @Test
    void in_the_dark_a_document_names_the_versions_whose_tarballs_are_held() throws Exception {
        byte[] tarball = "a tarball".getBytes(StandardCharsets.UTF_8);
        String sum = "sha512-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(tarball));
        String version = "\"%1$s\":{\"name\":\"two\",\"version\":\"%1$s\",\"dist\":{\"integrity\":\"" + sum + "\"}}";
        upstream.put(
                "/two",
                "application/json",
                ("{\"name\":\"two\",\"dist-tags\":{\"latest\":\"2.0.0\"},\"versions\":{" + version.formatted("1.0.0")
                                + "," + version.formatted("2.0.0") + "}}")
                        .getBytes(StandardCharsets.UTF_8));
        upstream.put("/two/-/two-1.0.0.tgz", "application/octet-stream", tarball);
        assertThat(held("two").text()).contains("\"latest\":\"2.0.0\"");
        held("two/-/two-1.0.0.tgz");
        int port = URI.create(server.url()).getPort();
        server.close();
        serve("offline: true\n", port);
        assertThat(get("two").text()).contains("\"latest\":\"1.0.0\"").doesNotContain("2.0.0");
    }

    @Test
    void a_search_for_an_own_package_goes_nowhere() throws Exception {
        upstream.put("/-/v1/search", "application/json", """
                {"objects":[{"package":{"name":"tea"}},{"package":{"name":"@own/x"}}],"total":2}""".getBytes(StandardCharsets.UTF_8));
        assertThat(get("-/v1/search?text=tea&size=20").text())
                .contains("\"tea\"")
                .doesNotContain("@own");
        assertThat(upstream.asked).containsExactly("/-/v1/search?size=20&text=tea");
        assertThat(get("-/v1/search?text=secret%20%40Own%2Fx").text()).contains("\"total\":0");
        assertThat(get("-/v1/search?text=own%20x").text()).contains("\"total\":0");
        assertThat(upstream.asked).hasSize(1);
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
        assertThat(get("-/package/tea/dist-tags").text()).isEqualTo("{\"latest\":\"1.0.0\"}");
        assertThat(ask("DELETE", "-/package/tea/dist-tags/x").status()).isEqualTo(401);
    }
}
