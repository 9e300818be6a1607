package dev.breakwater.format.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naming of images for pages and counts. */
class OciNamingTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private final OciNaming naming = new OciNaming();

    @Test
    void a_path_at_the_root_is_below_its_repository_however_it_is_spelled() {
        for (String target : List.of(
                "/v2/library/tea/manifests/1",
                "/v2/hub/library/tea/manifests/1",
                "/v2/docker.io/library/tea/manifests/1")) {
            String below = naming.below("hub", target);
            assertThat(below).as(target).isEqualTo("library/tea/manifests/1");
            assertThat(naming.of(String.valueOf(below)))
                    .extracting(each -> each == null ? "" : each.module())
                    .isEqualTo("library/tea");
        }
        assertThat(naming.below("hub", "/-/status")).isNull();
    }

    @Test
    void what_was_pushed_is_called_as_what_was_fetched() {
        assertThat(naming.of("own/app/!pushed-tags/v1")).isEqualTo(naming.of("own/app/!tags/v1"));
        String digest = DIGEST.replace(':', '/');
        assertThat(naming.of("own/app/!pushed-manifests/" + digest))
                .isEqualTo(naming.of("own/app/!manifests/" + digest))
                .extracting(each -> each == null ? "" : each.version())
                .isEqualTo(DIGEST);
        assertThat(naming.of("own/app/!links/sha256/00/" + "0".repeat(64)))
                .isEqualTo(naming.of("own/app/!blobs/sha256/00/" + "0".repeat(64)));
    }

    @Test
    void tags_come_before_digests_and_count_numbers() {
        assertThat(Stream.of("3.9", DIGEST, "3.20", "latest", "3.20-alpine", "3.9.1")
                        .sorted(naming::compare))
                .containsExactly(DIGEST, "3.9", "3.9.1", "3.20", "3.20-alpine", "latest");
        assertThat(naming.compare("1", "01")).isNotZero();
    }

    @Test
    void numbers_of_any_length_have_one_order() {
        String large = "1" + "0".repeat(19);
        assertThat(Stream.of(large, "9", "10", "0009a", large + "0", "9" + "0".repeat(18))
                        .sorted(naming::compare))
                .containsExactly("9", "0009a", "10", "9" + "0".repeat(18), large, large + "0");
    }
}
