package dev.breakwater.store;

import java.time.Instant;
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
 * @param upstreamEtag the upstream's ETag, for asking again; left out where it is longer than any honest one
 * @param hosted whether it was published here; such an entry is never collected
 * @param headers what else the upstream's response said of it, by names in lower case
 */
public record Meta(
        String type,
        Standing standing,
        String by,
        String upstream,
        Instant fetchedAt,
        @Nullable String upstreamEtag,
        boolean hosted,
        Map<String, String> headers) {
    private static final int LONGEST_BY = 4096;
    private static final int LONGEST_ETAG = 1024;

    /** Keeps what strangers say within bounds: none of it may make the entry too large to be stored. */
    public Meta {
        by = by.length() <= LONGEST_BY ? by : shortened(by);
        upstreamEtag = upstreamEtag == null || upstreamEtag.length() > LONGEST_ETAG ? null : upstreamEtag;
        headers = Map.copyOf(headers);
    }

    /** Of which nothing else was said. */
    public Meta(
            String type,
            Standing standing,
            String by,
            String upstream,
            Instant fetchedAt,
            @Nullable String upstreamEtag,
            boolean hosted) {
        this(type, standing, by, upstream, fetchedAt, upstreamEtag, hosted, Map.of());
    }

    /** Not in the middle of a surrogate pair, which could not be written. */
    private static String shortened(String by) {
        int end = LONGEST_BY - 1;
        return by.substring(0, Character.isHighSurrogate(by.charAt(end - 1)) ? end - 1 : end) + '…';
    }
}
