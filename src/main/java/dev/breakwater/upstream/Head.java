package dev.breakwater.upstream;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an origin's response.
 *
 * @param from the offset of the body's first byte in the whole
 * @param total the length of the whole; -1 if unknown
 * @param etag the ETag, if any
 * @param stale whether a peer says that it served stale content; false for other origins
 * @param ranges whether it says that it supports range requests
 * @param headers the requested headers to keep, by names in lower case
 * @param page whether the content type is a web page, though the body does not begin like one
 */
public record Head(
        long from,
        long total,
        @Nullable String etag,
        boolean stale,
        boolean ranges,
        boolean page,
        Map<String, String> headers) {
    /** A head that is not labelled a web page. */
    public Head(long from, long total, @Nullable String etag, boolean stale) {
        this(from, total, etag, stale, false, false, Map.of());
    }

    /** A head of content that is not marked stale. */
    public Head(long from, long total, @Nullable String etag) {
        this(from, total, etag, false);
    }

    /** The same, labelled a web page. */
    Head called() {
        return new Head(from, total, etag, stale, ranges, true, headers);
    }

    /** The same, from an origin that supports ranges. */
    Head ranged() {
        return new Head(from, total, etag, stale, true, page, headers);
    }

    /** The same, with headers to keep. */
    public Head keeping(Map<String, String> some) {
        return some.isEmpty() ? this : new Head(from, total, etag, stale, ranges, page, some);
    }

    /** The same, marked stale by a peer. */
    Head outdated() {
        return new Head(from, total, etag, true, ranges, page, headers);
    }
}
