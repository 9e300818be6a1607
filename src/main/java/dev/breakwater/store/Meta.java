package dev.breakwater.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept about an entry beside its bytes.
 *
 * @param type the media type, as it is sent
 * @param standing what the entry is worth
 * @param by what vouches for it, as in {@code sum.golang.org #1234} or {@code 2 witnesses}
 * @param upstream the name of the upstream it came from, or {@code -} for what was made here
 * @param fetchedAt when it arrived
 * @param upstreamEtag the upstream's ETag, for asking again
 * @param upstreamModified the upstream's Last-Modified as it was sent, for asking again
 * @param hosted whether it was published here; such an entry is never collected
 */
public record Meta(
        String type,
        Standing standing,
        String by,
        String upstream,
        Instant fetchedAt,
        @Nullable String upstreamEtag,
        @Nullable String upstreamModified,
        boolean hosted) {}
