package dev.breakwater.upstream;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an origin's response.
 *
 * @param from the offset of the body's first byte in the whole
 * @param total how long the whole is; -1 where it was not said
 * @param etag the ETag, if any
 * @param stale whether it says itself that it could not ask how this is now; only a peer is heard on that
 * @param ranges whether it says that it can send a part of it
 * @param headers those that were asked to be kept, by names in lower case
 * @param page whether it calls the body a web page, though it does not begin like one
 */
public record Head(
        long from,
        long total,
        @Nullable String etag,
        boolean stale,
        boolean ranges,
        boolean page,
        Map<String, String> headers) {
    /** Of what is called what it is. */
    public Head(long from, long total, @Nullable String etag, boolean stale) {
        this(from, total, etag, stale, false, false, Map.of());
    }

    /** Of what is current, as far as its sender says. */
    public Head(long from, long total, @Nullable String etag) {
        this(from, total, etag, false);
    }

    /** The same of what is called a web page. */
    Head called() {
        return new Head(from, total, etag, stale, ranges, true, headers);
    }

    /** The same, from an origin that can send a part of it. */
    Head ranged() {
        return new Head(from, total, etag, stale, true, page, headers);
    }

    /** The same, with headers that are kept. */
    Head keeping(Map<String, String> some) {
        return some.isEmpty() ? this : new Head(from, total, etag, stale, ranges, page, some);
    }

    /** The same, from a peer that could not ask. */
    Head outdated() {
        return new Head(from, total, etag, true, ranges, page, headers);
    }
}
