package dev.breakwater.upstream;

import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.util.List;
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
 */
public record Ask(
        String path,
        Traffic traffic,
        long from,
        @Nullable String etag,
        List<String> via,
        boolean storeOnly,
        @Nullable Duration within,
        Cancellation cancellation) {
    /** A request with the general limit for silence. */
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

    /** The same question about another path. */
    Ask at(String other) {
        return new Ask(other, traffic, from, etag, via, storeOnly, within, cancellation);
    }
}
