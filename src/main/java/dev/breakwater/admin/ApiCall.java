package dev.breakwater.admin;

import dev.breakwater.http.ExtensionRequest;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A parsed request to the API or the console. Its errors name what is wrong with it. */
final class ApiCall {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final ExtensionRequest visit;
    private final Map<String, String> path;
    private final FormQuery query;

    ApiCall(ExtensionRequest visit, Map<String, String> path) throws AdminException {
        this.visit = visit;
        this.path = path;
        this.query = FormQuery.of(visit.query());
    }

    /** The request as received. */
    ExtensionRequest visit() {
        return visit;
    }

    /** Whether the caller may see and change the operator's data. */
    boolean admin() {
        return visit.site().access().administers(visit.who());
    }

    /** Whether the caller may see confidential data. */
    boolean seesAll() {
        return admin() || visit.site().access().open();
    }

    /** The caller's name, for the log. */
    String by() {
        return visit.who().anonymous()
                ? visit.remote()
                : visit.who().name() + " (" + visit.who().credential() + ")";
    }

    /** The path element in the place of {@code name}. */
    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** The query. */
    FormQuery query() {
        return query;
    }

    /** The body, parsed as JSON of that form. */
    <T> T body(Class<T> form) throws AdminException {
        try {
            return JSON.readValue(visit.body(), form);
        } catch (JacksonException e) {
            throw new AdminException(
                    400, "The request body does not match the OpenAPI document: " + e.getOriginalMessage());
        }
    }
}
