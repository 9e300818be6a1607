package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract for images, with one upstream. */
class OciContractTest extends FormatContract {
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    private String digest = "";

    @Override
    String repository(String url) {
        return "{format: oci, registry: docker.io, private: [{pattern: 'own/*', from: hosted}],"
                + " upstreams: [{name: hosted, url: '" + url + "'}]}";
    }

    @Override
    Things fill(ContractUpstream mirror) {
        byte[] blob = new byte[4_000];
        new Random(7).nextBytes(blob);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + TYPE
                        + "\",\"config\":{},\"layers\":[{\"digest\":\"" + OciCorpus.digest(blob) + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        digest = OciCorpus.digest(manifest);
        for (String name : new String[] {"library/tea", "own/x"}) {
            mirror.put("/v2/" + name + "/manifests/v1", TYPE, manifest);
            mirror.put("/v2/" + name + "/manifests/" + digest, TYPE, manifest);
            mirror.put("/v2/" + name + "/blobs/" + OciCorpus.digest(blob), "application/octet-stream", blob);
        }
        mirror.put(
                "/v2/library/tea/tags/list",
                "application/json",
                "{\"name\":\"library/tea\",\"tags\":[\"v1\",\"v0\",\"v2\"]}".getBytes(StandardCharsets.UTF_8));
        return new Things(
                "library/tea/blobs/" + OciCorpus.digest(blob),
                "library/tea/manifests/v1",
                "library/coffee/manifests/v1",
                "own/x/manifests/v1",
                "application/json");
    }

    @Test
    void a_manifest_is_told_with_its_digest_by_tag_and_by_digest() throws Exception {
        for (String reference : new String[] {"v1", digest}) {
            RawHttp.Got got = held("library/tea/manifests/" + reference);
            assertThat(got.header("Docker-Content-Digest")).isEqualTo(digest);
            assertThat(got.header("Content-Type")).isEqualTo(TYPE);
        }
        assertThat(get("library/tea/manifests/" + digest).header("Cache-Control"))
                .contains("immutable");
        assertThat(get("library/tea/manifests/v1").header("Cache-Control")).doesNotContain("immutable");
    }

    @Test
    void tags_come_in_pages_in_byte_order() throws Exception {
        assertThat(get("library/tea/tags/list").text()).contains("[\"v0\",\"v1\",\"v2\"]");
        RawHttp.Got first = get("library/tea/tags/list?n=2");
        assertThat(first.text()).contains("[\"v0\",\"v1\"]");
        assertThat(first.header("Link")).isEqualTo("</v2/r/library/tea/tags/list?n=2&last=v1>; rel=\"next\"");
        RawHttp.Got second = get("library/tea/tags/list?n=2&last=v1");
        assertThat(second.text()).contains("[\"v2\"]");
        assertThat(second.header("Link")).isEmpty();
        assertThat(get("library/tea/tags/list?n=0").text()).contains("[]");
        assertThat(get("library/tea/tags/list?n=x").status()).isEqualTo(400);
        assertThat(get("library/tea/tags/list").text()).as("kept apart").contains("[\"v0\",\"v1\",\"v2\"]");
    }

    @Test
    void codes_say_what_is_wrong() throws Exception {
        assertThat(get("library/tea/manifests/absent").text()).contains("\"MANIFEST_UNKNOWN\"");
        assertThat(get("library/tea/blobs/sha256:" + "0".repeat(64)).text()).contains("\"BLOB_UNKNOWN\"");
        assertThat(get("library/coffee/tags/list").text()).contains("\"NAME_UNKNOWN\"");
        assertThat(get("library/Tea/tags/list").text()).contains("\"NAME_INVALID\"");
        assertThat(get("library/tea/blobs/sha256:xyz").text()).contains("\"DIGEST_INVALID\"");
        RawHttp.Got push = ask("POST", "library/tea/blobs/uploads/", "Content-Length: 0");
        assertThat(push.status()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void what_one_image_lacks_may_be_in_another() throws Exception {
        String blob = things.fixed().replace("library/tea/", "");
        for (int i = 0; i < 2; i++) {
            assertThat(get("library/coffee/" + blob).status()).isEqualTo(404);
        }
        assertThat(get(things.fixed()).status()).isEqualTo(200);
    }

    @Test
    void the_size_of_a_blob_is_told_without_fetching_it() throws Exception {
        upstream.put("/v2/" + things.fixed(), exchange -> {
            exchange.getResponseHeaders().add("Content-Length", "4000");
            exchange.sendResponseHeaders(200, -1);
        });
        RawHttp.Got head = ask("HEAD", things.fixed());
        assertThat(head.header("Content-Length")).isEqualTo("4000");
        assertThat(head.header("Docker-Content-Digest"))
                .isEqualTo(things.fixed().replace("library/tea/blobs/", ""));
        assertThat(head.header("Cache-Control")).contains("no-store");
        assertThat(upstream.asked).hasSize(1);
    }
}
