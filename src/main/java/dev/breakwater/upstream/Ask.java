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
 * @param headOnly whether only the head of the response is requested, by HEAD (RFC 9110 §9.3.2): the sink gets no bytes, and the
 *     head's length is that of the content. From a server that does not know HEAD there is an empty head
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
        byte @Nullable [] body,
        boolean headOnly) {
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
        this(path, traffic, from, etag, via, storeOnly, within, cancellation, Map.of(), Set.of(), false, null, false);
    }

    /** The same request for another path. */
    public Ask at(String other) {
        return new Ask(
                other, traffic, from, etag, via, storeOnly, within, cancellation, headers, kept, gzip, body, headOnly);
    }

    /** The same for the whole content, whatever is stored; {@code headersToKeep} of the response are kept, by names in lower case. */
    public Ask whole(Set<String> headersToKeep) {
        return anew(headersToKeep, false);
    }

    /** The same for the head of the whole content; {@code headersToKeep} of it are kept, by names in lower case. */
    public Ask head(Set<String> headersToKeep) {
        return anew(headersToKeep, true);
    }

    private Ask anew(Set<String> headersToKeep, boolean head) {
        return new Ask(
                path,
                traffic,
                0,
                null,
                via,
                storeOnly,
                within,
                cancellation,
                headers,
                headersToKeep,
                gzip && !head,
                head ? null : body,
                head);
    }

    /** The same with {@code others} as the request headers beside the usual ones. */
    Ask with(Map<String, String> others) {
        return new Ask(
                path, traffic, from, etag, via, storeOnly, within, cancellation, others, kept, gzip, body, headOnly);
    }
}
