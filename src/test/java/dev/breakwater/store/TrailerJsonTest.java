package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trailers are read by later versions and by earlier ones. */
class TrailerJsonTest {
    private static final String SHA256 = "ab".repeat(32);

    /** As versions wrote it that kept the upstream's Last-Modified. */
    private static final String WITH_LAST_MODIFIED = """
            {"repository":"go","path":"m/@v/list","sha256":"%s","size":7,"type":"text/plain","standing":"CONFIRMED",\
            "by":"2 witnesses","upstream":"goproxy-io","fetched-at":"2026-03-01T12:00:00.123Z",\
            "upstream-etag":"\\"abc\\"","upstream-modified":"Sun, 01 Mar 2026 12:00:00 GMT","hosted":false}""".formatted(SHA256);

    private static final Trailer TRAILER = new Trailer(
            new Key("go", "m/@v/list"),
            new Digest(SHA256),
            7,
            new Meta(
                    "text/plain",
                    Standing.CONFIRMED,
                    "2 witnesses",
                    "goproxy-io",
                    Instant.parse("2026-03-01T12:00:00.123Z"),
                    "\"abc\"",
                    false));

    @Test
    void a_trailer_with_a_last_modified_is_read() throws IOException {
        byte[] old = WITH_LAST_MODIFIED.getBytes(StandardCharsets.UTF_8);
        assertThat(TrailerJson.read(old, 0, old.length)).isEqualTo(TRAILER);
    }

    /** Earlier versions demand every member but the upstream's ETag and Last-Modified. */
    @Test
    void a_trailer_has_every_member_that_earlier_versions_demand() throws IOException {
        assertThat(new String(TrailerJson.write(TRAILER), StandardCharsets.UTF_8))
                .isEqualTo(WITH_LAST_MODIFIED.replace(",\"upstream-modified\":\"Sun, 01 Mar 2026 12:00:00 GMT\"", ""));
    }

    private static Trailer with(String upstream, Map<String, String> etags) {
        Meta meta = TRAILER.meta();
        return new Trailer(
                TRAILER.key(),
                TRAILER.sha256(),
                TRAILER.size(),
                new Meta(meta.type(), meta.standing(), meta.by(), upstream, meta.fetchedAt(), false, etags));
    }

    @Test
    void etags_of_several_upstreams_come_back() throws IOException {
        Trailer several = with("a,b", Map.of("a", "\"1\"", "b", "W/\"2\""));
        byte[] json = TrailerJson.write(several);
        assertThat(TrailerJson.read(json, 0, json.length)).isEqualTo(several);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("\"upstream-etags\":{")
                .doesNotContain("\"upstream-etag\":");
    }

    /** Earlier versions skip what is an object, and would ask any origin of one domain with what they read. */
    @Test
    void earlier_versions_read_the_etag_of_the_only_upstream_alone() throws IOException {
        Trailer more = with("a", Map.of("a", "\"1\"", "b", "\"2\""));
        byte[] json = TrailerJson.write(more);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("\"upstream-etag\":\"\\\"1\\\"\",\"upstream-etags\":{\"b\":\"\\\"2\\\"\"}");
        assertThat(TrailerJson.read(json, 0, json.length)).isEqualTo(more);
    }

    private static Trailer as(Representation representation) {
        Meta meta = TRAILER.meta();
        return new Trailer(
                TRAILER.key(),
                TRAILER.sha256(),
                TRAILER.size(),
                new Meta(
                        meta.type(),
                        meta.standing(),
                        meta.by(),
                        meta.upstream(),
                        meta.fetchedAt(),
                        false,
                        meta.etags(),
                        Map.of(),
                        representation));
    }

    @Test
    void a_coding_and_an_instant_of_the_content_come_back() throws IOException {
        Trailer coded = as(new Representation(Representation.GZIP, Instant.parse("2026-02-28T01:02:03.004Z")));
        byte[] json = TrailerJson.write(coded);
        assertThat(TrailerJson.read(json, 0, json.length)).isEqualTo(coded);
    }

    @Test
    void an_entry_in_an_unknown_coding_is_not_read() throws IOException {
        byte[] json = new String(
                        TrailerJson.write(as(new Representation(Representation.GZIP, null))), StandardCharsets.UTF_8)
                .replace("\"gzip\"", "\"zstd\"")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> TrailerJson.read(json, 0, json.length))
                .isInstanceOf(DamagedEntry.class)
                .hasMessageContaining("zstd");
    }

    @Test
    void etags_are_kept_within_bounds() throws IOException {
        Map<String, String> many = new LinkedHashMap<>();
        many.put("long", "e".repeat(1025));
        many.put("n".repeat(257), "\"long name\"");
        many.put("control", "\"\u0001\"");
        many.put("half a pair", "\"\ud83d\"");
        for (int i = 0; i < 20; i++) {
            many.put("m" + i, "\u4e2d".repeat(1024));
        }
        Trailer bounded = with("-", many);
        assertThat(bounded.meta().etags().keySet()).containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7");
        byte[] json = TrailerJson.write(bounded);
        assertThat(json).hasSizeLessThan(32 * 1024);
        assertThat(TrailerJson.read(json, 0, json.length)).isEqualTo(bounded);
    }
}
