package dev.breakwater.format.oci.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ManifestTypeTest {
    private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

    private static String type(String json, String said) {
        return ManifestType.of(json.getBytes(StandardCharsets.UTF_8), said);
    }

    @Test
    void the_bytes_say_the_type_whatever_the_header_says() {
        assertThat(type("{\"layers\":[{\"a\":[1]}],\"mediaType\":\"" + DOCKER + "\"}", "text/html"))
                .isEqualTo(DOCKER);
        assertThat(type("{\"schemaVersion\":2,\"manifests\":[]}", DOCKER))
                .isEqualTo("application/vnd.oci.image.index.v1+json");
        assertThat(type("{\"schemaVersion\":2,\"config\":{},\"layers\":[]}", "text/plain"))
                .isEqualTo("application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void an_image_of_the_old_schema_is_signed_or_not() {
        assertThat(type("{\"fsLayers\":[],\"signatures\":[]}", "")).endsWith("+prettyjws");
        assertThat(type("{\"fsLayers\":[]}", "")).endsWith("manifest.v1+json");
    }

    @Test
    void a_manifest_that_could_be_two_things_is_what_its_registry_says() {
        assertThat(type("{\"manifests\":[],\"layers\":[]}", DOCKER + "; charset=utf-8"))
                .isEqualTo(DOCKER);
        assertThat(type("{\"manifests\":[],\"layers\":[]}", "")).isEmpty();
    }

    @Test
    void a_type_that_could_be_a_header_of_its_own_is_none() {
        assertThat(type("{\"mediaType\":\"a/b\\r\\nSet-Cookie: c\",\"layers\":[]}", ""))
                .isEqualTo("application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void garbage_and_depth_say_nothing() {
        assertThat(type("[".repeat(100_000), "")).isEmpty();
        assertThat(type("{\"a\":" + "[".repeat(1000), "text/html")).isEmpty();
        assertThat(type("<html>", "text/html")).isEmpty();
        assertThat(type("{}", DOCKER)).isEmpty();
    }
}
