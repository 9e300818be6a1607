package dev.breakwater.upstream;

import java.util.Map;
import java.util.Set;

/**
 * What is asked of each origin for one thing.
 *
 * @param path where an origin has it
 * @param headers request headers beside the usual ones, such as {@code Accept}, by name
 * @param kept the response headers that are kept with the content, by names in lower case
 */
public record UpstreamRequest(OriginPath path, Map<String, String> headers, Set<String> kept) {
    /** Where an origin has a thing: a registry may name an address of its own for each file. */
    @FunctionalInterface
    public interface OriginPath {
        /** The path below the origin's address, percent-encoded as it goes on the wire. */
        String at(Origin origin);
    }

    /** The same path of each, with the usual headers, of which none is kept. */
    public UpstreamRequest(String path) {
        this(_ -> path, Map.of(), Set.of());
    }

    /** The same path of each, with {@code Accept: accept}; the media type that comes is kept. RFC 9110 §12.5.1. */
    public static UpstreamRequest accepting(String path, String accept) {
        return new UpstreamRequest(_ -> path, Map.of("Accept", accept), Set.of(KeptHeaders.TYPE));
    }
}
