package dev.breakwater.upstream;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request to each origin for one resource.
 *
 * @param path its path at an origin
 * @param headers request headers beside the usual ones, such as {@code Accept}, by name
 * @param kept the response headers that are kept with the content, by names in lower case
 * @param gzip whether origins may send it in gzip: for large text, of which that is a tenth. It is decoded as it arrives, and
 *     begins anew if it breaks off
 * @param body what is sent, as JSON, by POST, to ask for something that no path can name; null for a GET
 */
public record UpstreamRequest(
        OriginPath path, Map<String, String> headers, Set<String> kept, boolean gzip, byte @Nullable [] body) {
    /**
     * Copies the header names.
     *
     * @throws IllegalArgumentException if one of {@code kept} is not the upstream's to say, or not in lower case
     */
    public UpstreamRequest {
        headers = Map.copyOf(headers);
        kept = Set.copyOf(kept);
        for (String name : kept) {
            KeptHeaders.check(name);
        }
    }

    /** A POST of {@code json}, which changes nothing at the origin, so that it may be sent to several, and again. */
    public static UpstreamRequest posting(String path, byte[] json) {
        return new UpstreamRequest(_ -> path, Map.of("Content-Type", "application/json"), Set.of(), false, json);
    }

    /** A request for the bytes as they are. */
    public UpstreamRequest(OriginPath path, Map<String, String> headers, Set<String> kept) {
        this(path, headers, kept, false, null);
    }

    /** The same, which origins may send in gzip. */
    public UpstreamRequest compressed() {
        return new UpstreamRequest(path, headers, kept, true, body);
    }

    /** The path of a resource at an origin: a registry may have its own address for each file. */
    @FunctionalInterface
    public interface OriginPath {
        /**
         * The path below the origin's address, percent-encoded; or a whole http or https address, if the origin says that it keeps
         * the resource elsewhere. Its credentials are sent only to its own host, and other hosts must have public addresses.
         */
        String at(Origin origin);
    }

    /** The same path for each, with the usual headers; keeps no response headers. */
    public UpstreamRequest(String path) {
        this(_ -> path, Map.of(), Set.of());
    }

    /** The same path for each, with {@code Accept: accept}; keeps the response's media type. RFC 9110 §12.5.1. */
    public static UpstreamRequest accepting(String path, String accept) {
        return new UpstreamRequest(_ -> path, Map.of("Accept", accept), Set.of(KeptHeaders.TYPE));
    }
}
