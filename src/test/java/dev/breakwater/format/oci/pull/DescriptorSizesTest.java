package dev.breakwater.format.oci.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.pull.DescriptorSizes.DescribedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorSizesTest {
    private static final DescribedImage TEA = new DescribedImage("hub", new ImageName("library/tea"));
    private static final ContentDigest LAYER = digest("layer");

    private final List<byte[]> held = new ArrayList<>();
    private int reads;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final DescriptorSizes sizes = new DescriptorSizes(
            (image, manifests) -> {
                reads++;
                if (image.equals(TEA)) {
                    held.forEach(manifests);
                }
            },
            () -> now);

    private static ContentDigest digest(String content) {
        return ContentDigest.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] manifest(ContentDigest layer, long size) {
        return ("{\"layers\":[{\"digest\":\"" + layer + "\",\"size\":" + size + "}]}").getBytes(StandardCharsets.UTF_8);
    }

    private void arrived(DescribedImage image, byte[] manifest) {
        sizes.arrived(image, ContentDigest.of(manifest), manifest);
    }

    @Test
    void a_manifest_says_sizes_for_its_own_image_alone() {
        arrived(TEA, manifest(LAYER, 500));
        assertThat(sizes.of(TEA, LAYER)).isEqualTo(500);
        assertThat(sizes.of(TEA, digest("other"))).isEqualTo(-1);
        assertThat(sizes.of(new DescribedImage("hub", new ImageName("library/milk")), LAYER))
                .isEqualTo(-1);
        assertThat(sizes.of(new DescribedImage("quay", TEA.name()), LAYER)).isEqualTo(-1);
    }

    @Test
    void a_manifest_with_another_digest_says_nothing() {
        sizes.arrived(TEA, digest("what was asked for"), manifest(LAYER, 500));
        assertThat(sizes.of(TEA, LAYER)).isEqualTo(-1);
    }

    @Test
    void an_index_says_the_sizes_of_blobs_and_not_of_manifests() {
        String layers = "application/vnd.oci.image.layer.v1.tar+gzip";
        arrived(TEA, typed("manifests", layers, LAYER));
        assertThat(sizes.of(TEA, LAYER)).as("build caches have layers there").isEqualTo(7);
        for (String type : List.of(
                "application/vnd.oci.image.manifest.v1+json",
                "application/vnd.oci.image.index.v1+json",
                "application/vnd.docker.distribution.manifest.v2+json")) {
            arrived(TEA, typed("manifests", type, digest(type)));
            assertThat(sizes.of(TEA, digest(type))).isEqualTo(-1);
        }
    }

    @Test
    void layers_that_registries_do_not_deliver_have_no_size() {
        for (String type : List.of(
                "application/vnd.oci.image.layer.nondistributable.v1.tar",
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")) {
            arrived(TEA, typed("layers", type, digest(type)));
            assertThat(sizes.of(TEA, digest(type))).isEqualTo(-1);
        }
    }

    private static byte[] typed(String member, String type, ContentDigest digest) {
        return "{\"%s\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7}]}"
                .formatted(member, type, digest)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void of_two_manifests_that_differ_none_counts() {
        arrived(TEA, manifest(LAYER, 500));
        arrived(TEA, manifest(LAYER, 501));
        assertThat(sizes.of(TEA, LAYER)).isEqualTo(-1);
        arrived(TEA, manifest(LAYER, 500));
        assertThat(sizes.of(TEA, LAYER)).isEqualTo(-1);
    }

    @Test
    void manifests_that_are_held_are_read_if_nothing_is_known_and_once_a_minute() {
        held.add(manifest(LAYER, 500));
        assertThat(sizes.of(TEA, LAYER)).isEqualTo(500);
        assertThat(sizes.of(TEA, LAYER)).isEqualTo(500);
        held.add(manifest(digest("new"), 9));
        for (int i = 0; i < 5; i++) {
            assertThat(sizes.of(TEA, digest("new"))).isEqualTo(-1);
        }
        assertThat(reads).isEqualTo(1);
        now = now.plus(Duration.ofSeconds(61));
        assertThat(sizes.of(TEA, digest("new"))).isEqualTo(9);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void a_store_that_can_not_be_read_limits_nothing() {
        DescriptorSizes broken = new DescriptorSizes(
                (_, _) -> {
                    throw new IOException("the disk is gone");
                },
                () -> now);
        assertThat(broken.of(TEA, LAYER)).isEqualTo(-1);
    }

    @Test
    void a_manifest_with_very_many_parts_does_not_displace_all_else() {
        arrived(TEA, manifest(LAYER, 500));
        for (int i = 0; i < 15; i++) {
            StringBuilder parts = new StringBuilder();
            for (int part = 0; part < 10_000; part++) {
                parts.append(part == 0 ? "" : ",")
                        .append("{\"digest\":\"sha256:%064x\",\"size\":1}".formatted(part + i * 10_000));
            }
            arrived(TEA, ("{\"layers\":[" + parts + "]}").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(sizes.of(TEA, LAYER)).isEqualTo(500);
    }
}
