package dev.breakwater.admin;

import dev.breakwater.http.Visit;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A request to the API or the console, taken apart. Names what is wrong with it. */
final class Call {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Visit visit;
    private final Map<String, String> path;
    private final Form query;

    Call(Visit visit, Map<String, String> path) throws AdminException {
        this.visit = visit;
        this.path = path;
        this.query = Form.of(visit.query());
    }

    /** The request as it came. */
    Visit visit() {
        return visit;
    }

    /** Whether the asker may see and change what is the operator's. */
    boolean admin() {
        return visit.site().access().administers(visit.who());
    }

    /** Who asks, for the log. */
    String by() {
        return visit.who().anonymous()
                ? visit.remote()
                : visit.who().name() + " (" + visit.who().credential() + ")";
    }

    /** The element of the path that stands for {@code name}. */
    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** The text of that name in the query; empty where there is none. */
    String text(String name) {
        return query.text(name);
    }

    /** The number of that name in the query, at most {@code most}; {@code usual} where there is none. */
    long number(String name, long usual, long most) throws AdminException {
        String text = query.text(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return Math.min(number, most);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new AdminException(400, name + "=" + text + " is no whole number from 0 to " + most + ".");
    }

    /** What was sent, as JSON of that form. */
    <T> T body(Class<T> form) throws AdminException {
        try {
            return JSON.readValue(visit.body(), form);
        } catch (JacksonException e) {
            throw new AdminException(
                    400, "What was sent is not as the OpenAPI document describes it: " + e.getOriginalMessage());
        }
    }
}
