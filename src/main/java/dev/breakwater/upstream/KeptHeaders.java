package dev.breakwater.upstream;

import dev.breakwater.web.OutboundResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Selects the response headers that are kept with the content. */
public final class KeptHeaders {
    /** The media type. */
    public static final String TYPE = "content-type";

    /** A longer value is left out: no registry's is, and it would be stored and sent with every answer. In characters. */
    private static final int LONGEST = 1024;

    /**
     * What the server itself says of each answer: an upstream's word on it, or a
     * format's, would be a lie, or an attack on other clients.
     */
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

    private KeptHeaders() {}

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it is not the content's to say, or not in lower case
     */
    static void check(String name) {
        if (OURS.contains(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header " + name + " of content is not kept");
        }
    }

    /**
     * A copy of {@code headers}, which were made here.
     *
     * @throws IllegalArgumentException if a name is not the content's to say, or a value is too long or not ASCII
     */
    public static Map<String, String> checked(Map<String, String> headers) {
        headers.forEach((name, value) -> {
            check(name);
            if (value.length() > LONGEST || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("the value of the header " + name + " is too long or not ASCII");
            }
        });
        return Map.copyOf(headers);
    }

    /** The headers of {@code reply} among {@code names}, in lower case. */
    static Map<String, String> of(OutboundResponse reply, Set<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> kept = new TreeMap<>();
        for (String name : names) {
            String value = reply.header(name);
            if (value != null && value.length() <= LONGEST) {
                kept.put(name, value);
            }
        }
        return kept;
    }
}
