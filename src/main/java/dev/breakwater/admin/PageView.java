package dev.breakwater.admin;

import dev.breakwater.http.ExtensionRequest;
import java.util.Map;

/**
 * A page with its query and language. Equal views share one rendering.
 *
 * @param page its name
 * @param language its tag
 * @param chosen the same where it was chosen by hand; else empty
 * @param query what follows the question mark, without the language
 * @param admin whether things can be changed
 * @param seesAll whether what is confidential may be shown
 * @param base where the server was reached
 */
record PageView(
        String page, String language, String chosen, String query, boolean admin, boolean seesAll, String base) {
    private static final int LONGEST = 1_000;

    /** As {@code visit} asks for it. */
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

    /** The same of another page. Where the server was reached makes no difference to what is shown again and again. */
    PageView at(String other) {
        return new PageView(other, language, chosen, query, admin, seesAll, "");
    }

    /** The query, taken apart. */
    FormQuery asked() throws AdminException {
        return FormQuery.of(query);
    }
}
