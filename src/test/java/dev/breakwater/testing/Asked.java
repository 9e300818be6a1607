package dev.breakwater.testing;

import java.util.Map;

/**
 * One request as a mirror saw it.
 *
 * @param path as it was sent, below the mirror's own prefix, without the query
 * @param query what follows the question mark; empty if there is none
 * @param headers by lower-case name
 */
public record Asked(String method, String path, String query, Kind kind, Map<String, String> headers) {
    /** A request without a query. */
    public Asked(String method, String path, Kind kind, Map<String, String> headers) {
        this(method, path, "", kind, headers);
    }

    /** A header's value, or the empty string. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean head() {
        return method.equals("HEAD");
    }
}
