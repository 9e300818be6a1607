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
 * @param path what is asked for, below the origin's address, percent-encoded as it goes on the wire
 * @param traffic the class of traffic
 * @param from the first byte wanted; 0 for the whole
 * @param etag the ETag of what is held, to hear {@code NotModified}
 * @param via the nodes that the request has passed through
 * @param storeOnly what is not held there is not wanted; only a peer is asked so
 * @param within how long it may be silent; null for the general limit
 * @param cancellation ends the exchange
 * @param headers request headers beside the usual ones, by name
 * @param kept the response headers that are wanted with the content, by names in lower case
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
        Set<String> kept) {
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
        this(path, traffic, from, etag, via, storeOnly, within, cancellation, Map.of(), Set.of());
    }

    /** The same question about another path. */
    Ask at(String other) {
        return new Ask(other, traffic, from, etag, via, storeOnly, within, cancellation, headers, kept);
    }
}
