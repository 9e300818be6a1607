package dev.breakwater.format.oci.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciPathParserTest {
    private static final String SHA_256 = "sha256:" + "a".repeat(64);
    private static final String SHA_512 = "sha512:" + "0".repeat(128);
    private static final ImageName ALPINE = new ImageName("library/alpine");

    @Test
    void the_last_elements_say_what_is_asked_for() {
        assertThat(OciPathParser.parse("")).isEqualTo(new OciPath.ApiBase());
        assertThat(OciPathParser.parse("_catalog")).isEqualTo(new OciPath.CatalogPath());
        assertThat(OciPathParser.parse("library/alpine/manifests/3.20"))
                .isEqualTo(new OciPath.ManifestPath(ALPINE, new Reference.Tag("3.20")));
        assertThat(OciPathParser.parse("library/alpine/tags/list")).isEqualTo(new OciPath.TagListPath(ALPINE));
        assertThat(OciPathParser.parse("library/alpine/blobs/uploads/")).isEqualTo(new OciPath.UploadPath(ALPINE, ""));
        assertThat(OciPathParser.parse("library/alpine/blobs/uploads/1f2e"))
                .isEqualTo(new OciPath.UploadPath(ALPINE, "1f2e"));
    }

    @Test
    void a_digest_has_one_of_two_algorithms() {
        assertThat(OciPathParser.parse("library/alpine/blobs/" + SHA_256))
                .isInstanceOfSatisfying(
                        OciPath.BlobPath.class,
                        blob -> assertThat(blob.digest().text()).isEqualTo(SHA_256));
        assertThat(OciPathParser.parse("library/alpine/manifests/" + SHA_512))
                .isInstanceOfSatisfying(
                        OciPath.ManifestPath.class,
                        manifest -> assertThat(manifest.reference().text()).isEqualTo(SHA_512));
        assertThat(OciPathParser.parse("library/alpine/referrers/" + SHA_256))
                .isInstanceOf(OciPath.ReferrersPath.class);
    }

    @Test
    void a_name_may_have_the_words_of_paths() {
        assertThat(OciPathParser.parse("a/manifests/b/manifests/c"))
                .isEqualTo(new OciPath.ManifestPath(new ImageName("a/manifests/b"), new Reference.Tag("c")));
        assertThat(OciPathParser.parse("a/tags/list/tags/list"))
                .isEqualTo(new OciPath.TagListPath(new ImageName("a/tags/list")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Alpine/manifests/x",
                "a//b/manifests/x",
                "-a/manifests/x",
                "a___b/manifests/x",
                "a../manifests/x",
                "/manifests/x",
                "a/%2e%2e/manifests/x",
                "a/manifests/%41",
            })
    void a_malformed_name_is_named_so(String path) {
        assertThat(OciPathParser.parse(path))
                .isInstanceOfSatisfying(
                        OciPath.MalformedPath.class,
                        malformed -> assertThat(malformed.code()).isEqualTo("NAME_INVALID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:abc", "md5:" + "aaaa", "sha256:AAAA", ":", "sha1:" + "a"})
    void a_malformed_digest_is_named_so(String digest) {
        assertThat(OciPathParser.parse("a/blobs/" + digest))
                .isInstanceOfSatisfying(
                        OciPath.MalformedPath.class,
                        malformed -> assertThat(malformed.code()).isEqualTo("DIGEST_INVALID"));
        assertThat(OciPathParser.parse("a/manifests/" + digest)).isInstanceOf(OciPath.MalformedPath.class);
    }

    @Test
    void names_and_tags_are_bounded() {
        assertThat(ImageName.parse("a".repeat(255))).isPresent();
        assertThat(ImageName.parse("a".repeat(256))).isEmpty();
        assertThat(Reference.parse("a".repeat(128))).isPresent();
        assertThat(Reference.parse("a".repeat(129))).isEmpty();
    }

    @Test
    void a_hostile_name_takes_no_time() {
        assertThat(ImageName.parse("a_".repeat(127) + "!")).isEmpty();
        assertThat(ImageName.parse("a" + "-".repeat(253) + "!")).isEmpty();
    }
}
