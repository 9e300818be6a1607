package dev.breakwater.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The names and values of a query or a form's body: {@code application/x-www-form-urlencoded}, WHATWG URL §5.1. */
public final class FormQuery {
    private static final int MOST = 100;

    private final Map<String, String> values;

    private FormQuery(Map<String, String> values) {
        this.values = values;
    }

    /** Parses {@code text}; if a name occurs twice, the first value counts. */
    static FormQuery of(String text) throws AdminException {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split("&", MOST)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            values.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return new FormQuery(values);
    }

    private static String decoded(String text) throws AdminException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AdminException(400, "The query is not valid percent-encoding: " + e.getMessage());
        }
    }

    /** The value of that name; empty if there is none. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** The whole number of that name, at most {@code most}; {@code usual} if there is none. */
    long number(String name, long usual, long most) throws AdminException {
        String text = text(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return Math.min(number, most);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new AdminException(400, name + "=" + text + " is not a whole number from 0 to " + most + ".");
    }
}
