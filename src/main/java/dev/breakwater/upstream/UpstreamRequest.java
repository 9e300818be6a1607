package dev.breakwater.upstream;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The request to each origin for one resource.
 *
 * @param path its path at an origin
 * @param headers request headers beside the usual ones, such as {@code Accept}, by name
 * @param kept the response headers that are kept with the content, by names in lower case
 */
public record UpstreamRequest(OriginPath path, Map<String, String> headers, Set<String> kept) {
    /** What the server itself says of each answer: an upstream's word on it would be a lie, or an attack on other clients. */
    private static final Set<String> OURS = Set.of(
            "accept-ranges",
            "age",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "date",
            "etag",
            "expires",
            "keep-alive",
            "last-modified",
            "location",
            "set-cookie",
            "transfer-encoding",
            "vary",
            "via",
            "www-authenticate");

    /**
     * Copies the header names.
     *
     * @throws IllegalArgumentException if one of {@code kept} is not the upstream's to say, or not in lower case
     */
    public UpstreamRequest {
        headers = Map.copyOf(headers);
        kept = Set.copyOf(kept);
        for (String name : kept) {
            if (OURS.contains(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the header " + name + " of an upstream is not kept");
            }
        }
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
