package dev.breakwater.upstream;

import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to one origin.
 *
 * @param path the requested path below the origin's address, percent-encoded
 * @param traffic the class of traffic
 * @param from the offset of the first requested byte; 0 for the whole
 * @param etag the ETag of the stored entry, for a {@code NotModified}
 * @param via the nodes that the request has passed through
 * @param storeOnly request cached content only; for peers
 * @param within the longest silence; null for the general limit
 * @param cancellation ends the exchange
 * @param headers request headers beside the usual ones, by name
 * @param kept the response headers to keep with the content, by names in lower case
 * @param gzip whether the origin may send it in gzip, unless only a part is requested; what it sends is decoded
 * @param body what is sent, as JSON, by POST; null for a GET
 */
public record Ask(
        String path,
        Traffic traffic,
        long from,
        @Nullable String etag,
        List<String> via,
        boolean storeOnly,
        @Nullable Duration within,
        Cancellation cancellation,
        Map<String, String> headers,
        Set<String> kept,
        boolean gzip,
        byte @Nullable [] body) {
    /** A request with the usual headers, and the general limit for silence. */
    public Ask(
            String path,
            Traffic traffic,
            long from,
            @Nullable String etag,
            List<String> via,
            boolean storeOnly,
            Cancellation cancellation) {
        this(path, traffic, from, etag, via, storeOnly, null, cancellation);
    }

    /** A request with the usual headers. */
    public Ask(
            String path,
            Traffic traffic,
            long from,
            @Nullable String etag,
            List<String> via,
            boolean storeOnly,
            @Nullable Duration within,
            Cancellation cancellation) {
        this(path, traffic, from, etag, via, storeOnly, within, cancellation, Map.of(), Set.of(), false, null);
    }

    /** The same request for another path. */
    Ask at(String other) {
        return new Ask(other, traffic, from, etag, via, storeOnly, within, cancellation, headers, kept, gzip, body);
    }
}
