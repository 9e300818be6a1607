package dev.breakwater.upstream;

import dev.breakwater.web.OutboundResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Takes the headers out of a response that are kept with its content. */
public final class KeptHeaders {
    /** The media type. */
    public static final String TYPE = "content-type";

    /** A longer value is left out: no registry's is, and it would be stored and sent with every answer. In characters. */
    private static final int LONGEST = 1024;

    private KeptHeaders() {}

    /** Those of {@code names}, in lower case, that {@code reply} has. */
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
