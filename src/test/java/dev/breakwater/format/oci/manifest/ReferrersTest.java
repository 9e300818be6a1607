package dev.breakwater.format.oci.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReferrersTest {
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    private static byte[] index(String... descriptors) {
        return ("{\"manifests\":[" + String.join(",", descriptors) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private static String descriptor(String digest, String type) {
        return "{\"digest\":\"" + digest + "\",\"size\":7,\"artifactType\":\"" + type
                + "\",\"annotations\":{\"a\":\"b\"}}";
    }

    @Test
    void referrers_of_two_registries_are_united() {
        Referrers all = Referrers.parse(index(descriptor(TWO, "sbom")))
                .and(Referrers.parse(index(descriptor(ONE, "signature"), descriptor(TWO, "sbom"))));
        assertThat(all.byDigest().keySet()).containsExactly(ONE, TWO);
        String text = new String(all.index(), StandardCharsets.UTF_8);
        assertThat(text).contains("\"schemaVersion\":2").contains("\"annotations\":{\"a\":\"b\"}");
        assertThat(Referrers.parse(all.index())).isEqualTo(all);
    }

    @Test
    void one_type_is_listed_alone() {
        Referrers all = Referrers.parse(index(descriptor(ONE, "signature"), descriptor(TWO, "sbom")));
        assertThat(all.of("sbom").byDigest().keySet()).containsExactly(TWO);
        assertThat(all.of("other").byDigest()).isEmpty();
    }

    @Test
    void malformed_descriptors_are_left_out_and_other_documents_refused() {
        assertThat(Referrers.parse(index("{\"digest\":\"sha256:x\",\"size\":1}", "{}", "7"))
                        .byDigest())
                .isEmpty();
        for (String text : new String[] {"", "[]", "{}", "<html>", "{\"manifests\":" + "[".repeat(100) + "}"}) {
            assertThatThrownBy(() -> Referrers.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
