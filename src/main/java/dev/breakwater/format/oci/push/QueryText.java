package dev.breakwater.format.oci.push;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters in a query, decoded; malformed ones are empty. */
record QueryText(String query) {
    private static final int MOST = 64;

    /** The first value of {@code name}; null if there is none. */
    @Nullable
    String first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** All values of {@code name}, in their order. */
    List<String> all(String name) {
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
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
