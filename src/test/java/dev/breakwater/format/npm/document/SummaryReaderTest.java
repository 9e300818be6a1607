package dev.breakwater.format.npm.document;

import static dev.breakwater.format.npm.document.RegistryDocument.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryReaderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static DocumentSummary read(String text) throws Exception {
        return SummaryReader.read(NAME, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | is not a JSON object",
                "{} | names no package",
                "[] | is not a JSON object",
                "<!doctype html> | is not JSON",
                "{\"error\":\"not now\"} | names no package",
                "{\"name\":\"tea\"} | has no versions",
                "{\"name\":\"coffee\",\"versions\":{}} | is of another package",
                "{\"name\":7,\"versions\":{}} | is of another package",
                "{\"name\":\"tea\",\"versions\":[]} | has versions that are not an object",
                "{\"name\":\"tea\",\"versions\":{\"1.0.0\":7}} | is not an object",
                "{\"name\":\"tea\",\"versions\":{\"1.0.0\":{\"name\":\"coffee\",\"version\":\"1.0.0\"}}} | has the manifest of another package",
                "{\"name\":\"tea\",\"versions\":{\"1.0.0\":{\"name\":\"tea\",\"version\":\"1.0.1\"}}} | has the manifest of another version",
                "{\"name\":\"tea\",\"versions\":{\"1.0.0\":{\"name\":\"tea\",\"version\":\"1.0.0\"}},\"dist-tags\":{\"latest\":\"2.0.0\"}} | names no version",
                "{\"name\":\"tea\",\"dist-tags\":{\"latest\":7},\"versions\":{}} | has a tag that is not a text",
                "{\"name\":\"tea\",\"versions\":{},\"versions\":{}} | has a member twice",
                "{\"name\":\"tea\",\"versions\":{\"1.0.0\":{\"name\":\"tea\",\"version\":\"1.0.0\",\"dist\":{},\"dist\":{}}}} | has a member twice",
                "{\"name\":\"tea\",\"versions\":{}} {} | has something behind its end",
                "{\"name\":\"tea\",\"versions\":{ | is not JSON",
            })
    void what_is_no_document_of_the_package_is_malformed(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SummaryReader.MalformedDocument.class)
                .hasMessageContaining(why);
    }

    @Test
    void what_is_nested_too_deep_is_malformed() {
        assertThatThrownBy(() ->
                        read("{\"name\":\"tea\",\"versions\":{},\"x\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isInstanceOf(SummaryReader.MalformedDocument.class)
                .hasMessageContaining("exceeds a limit");
    }

    @Test
    void a_document_of_more_than_50_000_versions_is_malformed() {
        StringBuilder text = new StringBuilder("{\"name\":\"tea\",\"versions\":{");
        for (int i = 0; i <= 50_000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("\"0.0.")
                    .append(i)
                    .append("\":{\"name\":\"tea\",\"version\":\"0.0.")
                    .append(i)
                    .append("\"}");
        }
        assertThatThrownBy(() -> read(text + "}}"))
                .isInstanceOf(SummaryReader.MalformedDocument.class)
                .hasMessageContaining("more than 50000 versions");
    }

    @Test
    void a_manifest_of_more_than_4_megabytes_is_malformed() {
        String big = "\"" + "x".repeat(3 << 20) + "\"";
        assertThatThrownBy(() ->
                        read("{\"name\":\"tea\",\"versions\":{\"1.0.0\":{\"name\":\"tea\",\"version\":\"1.0.0\",\"a\":"
                                + big + ",\"b\":" + big + "}}}"))
                .isInstanceOf(SummaryReader.MalformedDocument.class)
                .hasMessageContaining("more than 4 MiB");
    }

    private static long manifest(String text) throws Exception {
        return Objects.requireNonNull(read(text).versions().get("1.0.0")).manifest();
    }

    @Test
    void the_order_of_members_does_not_count_and_their_values_do() throws Exception {
        String one =
                "{\"name\":\"tea\",\"versions\":{\"1.0.0\":{\"name\":\"tea\",\"version\":\"1.0.0\",\"bin\":1,\"os\":[1,2],"
                        + "\"_x\":1,\"dist\":{\"tarball\":\"https://a.example/tea\"}}}}";
        String other =
                "{\"name\":\"tea\",\"versions\":{\"1.0.0\":{\"os\":[1,2],\"name\":\"tea\",\"bin\":1,\"version\":\"1.0.0\","
                        + "\"_x\":2,\"dist\":{\"tarball\":\"https://b.example/tea\"}}}}";
        long digest = manifest(one);
        assertThat(manifest(other)).isEqualTo(digest);
        assertThat(manifest(one.replace("[1,2]", "[2,1]"))).isNotEqualTo(digest);
        assertThat(manifest(one.replace("\"bin\":1", "\"bin\":\"1\""))).isNotEqualTo(digest);
        assertThat(manifest(one.replace("\"bin\":1", "\"bin\":2"))).isNotEqualTo(digest);
    }

    @Test
    void times_that_no_client_can_read_are_left_out() throws Exception {
        DocumentSummary summary =
                read("{\"name\":\"tea\",\"versions\":{},\"time\":{\"modified\":\"2024-01-01T00:00:00.000Z\","
                        + "\"1.0.0\":\"yesterday\",\"1.1.0\":7,\"unpublished\":{\"name\":\"x\"}}}");
        assertThat(summary.times()).isEmpty();
        for (String instant : List.of("+1000000000-12-31T00:00:00Z", "2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
            assertThat(read("{\"name\":\"tea\",\"versions\":{},\"time\":{\"modified\":\"" + instant + "\"}}")
                            .modified())
                    .isNull();
        }
        assertThat(summary.modified()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
    }
}
