package dev.breakwater.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing the API can be asked for or told to do.
 *
 * @param method GET, POST or PUT
 * @param path below {@link Api#ROOT}; an element in braces stands for any one element
 * @param summary for the OpenAPI document
 * @param params what may be given in path and query
 * @param body the record that is sent as JSON; null where nothing is, or where the handler reads the bytes itself
 * @param answer the record that is told
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
    /** Does the work, on a virtual thread. */
    interface Handler {
        /**
         * The record to tell.
         *
         * @throws AdminException where it cannot be answered as it was meant
         */
        Object answer(ApiCall call) throws AdminException, InterruptedException;

        /**
         * Looks at a request of which nothing but the head is there yet.
         *
         * @throws AdminException where it would be refused whatever is sent
         */
        default void expect(ApiCall head) throws AdminException {}
    }

    /** Something to look at. */
    static ApiRoute look(String path, String summary, List<Param> params, Class<?> answer, Handler handler) {
        return new ApiRoute("GET", path, summary, RequiredRight.LOOK, params, null, answer, handler);
    }

    /** The elements that stand in braces, by name, where {@code elements} fit; else null. */
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
