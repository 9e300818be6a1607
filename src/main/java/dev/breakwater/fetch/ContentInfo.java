package dev.breakwater.fetch;

import dev.breakwater.verify.Digest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of content for a client.
 *
 * @param type the media type
 * @param coding the content coding of the bytes, in which they are stored: empty for none, or {@code gzip}. It is made once, not
 *     per request
 * @param sha256 the digest of the bytes, coded as they are, from which the ETag is made; missing while they are still arriving
 * @param modified when this content was last modified, as far as it says so itself, else when it was fetched; to the second, the
 *     Last-Modified
 * @param freshness how long a client may keep it; ignored if {@code provisional}
 * @param provisional not confirmed: a client must not keep it ({@code no-store})
 * @param confidential for this client only: a shared cache must not keep it
 * @param headers further headers of the content, by names in lower case; a {@code vary} names request headers that it depends
 *     on
 */
public record ContentInfo(
        String type,
        String coding,
        @Nullable Digest sha256,
        Instant modified,
        Freshness freshness,
        boolean provisional,
        boolean confidential,
        Map<String, String> headers) {
    /** Plain bytes. */
    public ContentInfo(
            String type,
            @Nullable Digest sha256,
            Instant modified,
            Freshness freshness,
            boolean provisional,
            boolean confidential,
            Map<String, String> headers) {
        this(type, "", sha256, modified, freshness, provisional, confidential, headers);
    }

    /** Plain bytes without further headers. */
    public ContentInfo(
            String type,
            @Nullable Digest sha256,
            Instant modified,
            Freshness freshness,
            boolean provisional,
            boolean confidential) {
        this(type, sha256, modified, freshness, provisional, confidential, Map.of());
    }

    /** The same, which also depends on these request headers. */
    public ContentInfo varying(List<String> names) {
        Map<String, String> all = new HashMap<>(headers);
        all.merge("vary", String.join(", ", names), (before, more) -> before + ", " + more);
        return new ContentInfo(type, coding, sha256, modified, freshness, provisional, confidential, all);
    }

    /** The same, not confirmed. */
    ContentInfo provisionally() {
        return new ContentInfo(type, coding, sha256, modified, freshness, true, confidential, headers);
    }

    /** The same, for this client only. */
    ContentInfo confidentially() {
        return new ContentInfo(type, coding, sha256, modified, freshness, provisional, true, headers);
    }
}
