package dev.breakwater.format.oci.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.oci.manifest.ManifestParts.PartDescriptor;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a manifest names. */
class ManifestPartsTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private static ManifestParts read(String json) {
        return ManifestParts.of(
                json.replace('\'', '"').replace("DIGEST", DIGEST).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_size_of_an_image_is_that_of_what_registries_deliver() {
        ManifestParts image = read(
                "{'config':{'digest':'DIGEST','size':2},'layers':[{'digest':'DIGEST','size':40},"
                        + "{'mediaType':'application/vnd.oci.image.layer.nondistributable.v1.tar','digest':'DIGEST','size':100}]}");
        assertThat(image.index()).isFalse();
        assertThat(image.parts()).hasSize(3);
        assertThat(image.size()).isEqualTo(42);
    }

    @Test
    void an_index_names_a_manifest_for_each_platform() {
        ManifestParts index = read("{'manifests':[{'digest':'DIGEST','size':7,'platform':"
                + "{'os':'linux','architecture':'arm','variant':'v7'}},{'digest':'DIGEST','size':7,'platform':"
                + "{'os':'linux','architecture':'amd64'}},{'digest':'DIGEST','size':7}]}");
        assertThat(index.index()).isTrue();
        assertThat(index.parts().stream().map(PartDescriptor::platform))
                .containsExactly("linux/arm/v7", "linux/amd64", "");
    }

    @Test
    void what_is_malformed_has_no_parts_and_no_sum_overflows() {
        assertThat(read("nonsense").parts()).isEmpty();
        assertThat(read("[]").parts()).isEmpty();
        assertThat(
                        read("{'config':{'digest':'x','size':1},'layers':[{'digest':'DIGEST','size':-5},{'digest':'DIGEST'}]}")
                                .parts())
                .isEmpty();
        String huge = "{'digest':'DIGEST','size':" + Long.MAX_VALUE + "}";
        assertThat(read("{'config':" + huge + ",'layers':[" + huge + "," + huge + "]}")
                        .size())
                .isPositive();
    }
}
