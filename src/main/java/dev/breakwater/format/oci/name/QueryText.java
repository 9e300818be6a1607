package dev.breakwater.format.oci.name;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in a query, decoded; malformed ones are empty. A plus stands for itself, as in media types: only forms write a
 * space so (RFC 3986 §3.4).
 */
public record QueryText(String query) {
    private static final int MOST = 64;

    /** The first value of {@code name}; null if there is none. */
    public @Nullable String first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** All values of {@code name}, in their order. */
    public List<String> all(String name) {
        if (query.isEmpty()) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (String part : query.split("&", MOST)) {
            if (part.startsWith(name + "=")) {
                values.add(decoded(part.substring(name.length() + 1)));
            }
        }
        return values;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
