package dev.breakwater.format.oci.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTextTest {
    @Test
    void a_media_type_may_be_written_with_its_plus() {
        String type = "application/vnd.example+json";
        assertThat(new QueryText("artifactType=" + type).first("artifactType")).isEqualTo(type);
        assertThat(new QueryText("n=1&artifactType=application%2Fvnd.example%2Bjson").first("artifactType"))
                .isEqualTo(type);
    }

    @Test
    void a_parameter_may_be_missing_be_there_twice_or_be_malformed() {
        assertThat(new QueryText("").first("tag")).isNull();
        assertThat(new QueryText("tags=a").first("tag")).isNull();
        assertThat(new QueryText("tag=a&tag=b").all("tag")).containsExactly("a", "b");
        assertThat(new QueryText("tag=%zz").first("tag")).isEmpty();
    }
}
