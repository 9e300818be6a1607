package dev.breakwater.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an entry.
 *
 * @param type the media type, as it is sent
 * @param standing how well the entry is confirmed
 * @param by what confirms it, as in {@code sum.golang.org #1234} or {@code 2 witnesses}
 * @param upstream the name of the upstream it came from, or {@code -} for what was made here
 * @param fetchedAt when it arrived
 * @param hosted whether it was published here; such an entry is never collected
 * @param etags the ETag that each upstream gave, by its name, for revalidation: eight at most, none overlong or with
 *     characters that RFC 9110 section 8.8.3 does not allow
 * @param headers other headers of the upstream's response, or of what was made here, by names in lower case
 * @param representation how the bytes are coded, and when their content changed
 */
public record Meta(
        String type,
        Standing standing,
        String by,
        String upstream,
        Instant fetchedAt,
        boolean hosted,
        Map<String, String> etags,
        Map<String, String> headers,
        Representation representation) {
    private static final int LONGEST_BY = 4096;
    private static final int LONGEST_ETAG = 1024;
    private static final int LONGEST_NAME = 256;
    private static final int MOST_ETAGS = 8;

    /** Limits what upstreams say: none of it may make the entry too large to be stored. */
    public Meta {
        by = by.length() <= LONGEST_BY ? by : shortened(by);
        etags = bounded(etags);
        headers = Map.copyOf(headers);
    }

    /** Metadata of plain bytes. */
    public Meta(
            String type,
            Standing standing,
            String by,
            String upstream,
            Instant fetchedAt,
            boolean hosted,
            Map<String, String> etags,
            Map<String, String> headers) {
        this(type, standing, by, upstream, fetchedAt, hosted, etags, headers, Representation.PLAIN);
    }

    /** Metadata without headers. */
    public Meta(
            String type,
            Standing standing,
            String by,
            String upstream,
            Instant fetchedAt,
            boolean hosted,
            Map<String, String> etags) {
        this(type, standing, by, upstream, fetchedAt, hosted, etags, Map.of());
    }

    /** Metadata of one upstream's response, with its ETag if it gave one. */
    public Meta(
            String type,
            Standing standing,
            String by,
            String upstream,
            Instant fetchedAt,
            @Nullable String etag,
            boolean hosted) {
        this(type, standing, by, upstream, fetchedAt, hosted, etag == null ? Map.of() : Map.of(upstream, etag));
    }

    /** The ETag that {@code origin} gave; null if none is known. */
    public @Nullable String etag(String origin) {
        return etags.get(origin);
    }

    private static Map<String, String> bounded(Map<String, String> etags) {
        Map<String, String> kept = new LinkedHashMap<>();
        etags.forEach((origin, etag) -> {
            if (kept.size() < MOST_ETAGS && isPlain(origin, LONGEST_NAME) && isPlain(etag, LONGEST_ETAG)) {
                kept.put(origin, etag);
            }
        });
        return Collections.unmodifiableMap(kept);
    }

    private static boolean isPlain(String text, int longest) {
        return text.length() <= longest && text.chars().allMatch(c -> c >= ' ' && !Character.isSurrogate((char) c));
    }

    /** Not in the middle of a surrogate pair, which could not be written. */
    private static String shortened(String by) {
        int end = LONGEST_BY - 1;
        return by.substring(0, Character.isHighSurrogate(by.charAt(end - 1)) ? end - 1 : end) + '…';
    }
}
