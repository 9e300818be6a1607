package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
}
