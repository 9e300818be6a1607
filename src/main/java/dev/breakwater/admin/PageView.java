package dev.breakwater.admin;

import dev.breakwater.http.ExtensionRequest;
import java.util.Map;

/**
 * A page with its query and language. Equal views share one rendering.
 *
 * @param page its name
 * @param language its tag
 * @param chosen the same if the viewer chose it; else empty
 * @param query the part after the question mark, without the language
 * @param admin whether the viewer may change things
 * @param seesAll whether confidential data may be shown
 * @param base the
 * server's address in the request
 */
record PageView(
        String page, String language, String chosen, String query, boolean admin, boolean seesAll, String base) {
    private static final int LONGEST = 1_000;

    /** The view that {@code visit} requests. */
    static PageView of(ExtensionRequest visit, String page) throws AdminException {
        ApiCall call = new ApiCall(visit, Map.of());
        String chosen = call.query().text("lang");
        Words words = Words.wanted(chosen, visit.header("accept-language"));
        String query = withoutLanguage(visit.query());
        if (query.length() > LONGEST) {
            throw new AdminException(400, "The query is longer than " + LONGEST + " characters.");
        }
        return new PageView(
                page,
                words.language(),
                words.language().equals(chosen) ? chosen : "",
                query,
                call.admin(),
                call.seesAll(),
                visit.base());
    }

    private static String withoutLanguage(String query) {
        return ("&" + query).replaceAll("&lang=[^&]*", "").replaceFirst("^&", "");
    }

    /** The same for another page. The server's address is left out, because repeated rendering does not depend on it. */
    PageView at(String other) {
        return new PageView(other, language, chosen, query, admin, seesAll, "");
    }

    /** The parsed query. */
    FormQuery asked() throws AdminException {
        return FormQuery.of(query);
    }
}
