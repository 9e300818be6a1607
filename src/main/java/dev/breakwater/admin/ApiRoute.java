package dev.breakwater.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One route of the API.
 *
 * @param method GET, POST or PUT
 * @param path below {@link Api#ROOT}; an element in braces matches any one element
 * @param summary for the OpenAPI document
 * @param params the parameters in path and query
 * @param body the record that is sent as JSON; null if there is none, or if the handler reads the bytes itself
 * @param answer the record that is returned
 */
record ApiRoute(
        String method,
        String path,
        String summary,
        RequiredRight need,
        List<Param> params,
        @Nullable Class<?> body,
        Class<?> answer,
        Handler handler) {
    /** The handler of a route, which runs on a virtual thread. */
    interface Handler {
        /**
         * The record to return.
         *
         * @throws AdminException if the answer is an error
         */
        Object answer(ApiCall call) throws AdminException, InterruptedException;

        /**
         * Checks a request of which only the head has arrived.
         *
         * @throws AdminException if it would be refused whatever its body is
         */
        default void expect(ApiCall head) throws AdminException {}
    }

    /** A route that only reads. */
    static ApiRoute look(String path, String summary, List<Param> params, Class<?> answer, Handler handler) {
        return new ApiRoute("GET", path, summary, RequiredRight.LOOK, params, null, answer, handler);
    }

    /** The elements in the places of braces, by name, if {@code elements} match; else null. */
    @Nullable
    Map<String, String> match(List<String> elements) {
        List<String> pattern = List.of(path.substring(1).split("/"));
        if (pattern.size() != elements.size()) {
            return null;
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String want = pattern.get(i);
            if (want.startsWith("{")) {
                found.put(want.substring(1, want.length() - 1), elements.get(i));
            } else if (!want.equals(elements.get(i))) {
                return null;
            }
        }
        return found;
    }
}
