package dev.breakwater.upstream;

import java.util.Map;
import java.util.Set;

/**
 * The request to each origin for one resource.
 *
 * @param path its path at an origin
 * @param headers request headers beside the usual ones, such as {@code Accept}, by name
 * @param kept the response headers that are kept with the content, by names in lower case
 * @param gzip whether origins may send it in gzip: for large text, of which that is a tenth. It is decoded as it arrives, and
 *     begins anew if it breaks off
 */
public record UpstreamRequest(OriginPath path, Map<String, String> headers, Set<String> kept, boolean gzip) {
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

    /** A request for the bytes as they are. */
    public UpstreamRequest(OriginPath path, Map<String, String> headers, Set<String> kept) {
        this(path, headers, kept, false);
    }

    /** The same, which origins may send in gzip. */
    public UpstreamRequest compressed() {
        return new UpstreamRequest(path, headers, kept, true);
    }

    /** The path of a resource at an origin: a registry may have its own address for each file. */
    @FunctionalInterface
    public interface OriginPath {
        /** The path below the origin's address, percent-encoded. */
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
