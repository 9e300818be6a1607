package dev.breakwater.upstream;

import dev.breakwater.web.OutboundResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Selects the response headers that are kept with the content. */
public final class KeptHeaders {
    /** The media type. */
    public static final String TYPE = "content-type";

    /** A longer value is left out: no registry's is, and it would be stored and sent with every answer. In characters. */
    private static final int LONGEST = 1024;

    private KeptHeaders() {}

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
