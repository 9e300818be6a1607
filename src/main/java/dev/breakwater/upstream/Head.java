package dev.breakwater.upstream;

import org.jspecify.annotations.Nullable;

/**
 * What an origin says before the body.
 *
 * @param from the offset of the body's first byte in the whole
 * @param total how long the whole is; -1 where it was not said
 * @param etag the ETag, if any
 * @param modified the Last-Modified as it was sent, if any
 */
public record Head(
        long from,
        long total,
        @Nullable String etag,
        @Nullable String modified) {}
