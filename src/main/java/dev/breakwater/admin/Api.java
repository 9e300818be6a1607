package dev.breakwater.admin;

import dev.breakwater.http.ExtensionReply;
import dev.breakwater.http.ExtensionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API: the console's data and actions for programs, as JSON. {@code openapi.json} describes it; a test compares that with
 * the routes and the records they return. Errors have the form of RFC 9457.
 */
final class Api {
    /** Its address. */
    static final String ROOT = "/-/api/v1";

    private static final String JSON_TYPE = "application/json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<ApiRoute> routes;

    /**
     * An error answer: RFC 9457 §3.1.
     *
     * @param type always {@code about:blank}: the status is the type
     * @param title the status in words
     * @param status the HTTP status
     * @param detail what is wrong and what to do about it, for people
     */
    record Problem(String type, String title, int status, String detail) {}

    /** {@code routes} are tried in their order. */
    Api(List<ApiRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Answers {@code visit}. */
    ExtensionReply answer(ExtensionRequest visit) throws InterruptedException {
        try {
            return found(visit);
        } catch (AdminException e) {
            return problem(e);
        }
    }

    /** The refusal of {@code head} before its body is read; null if the body should be read. */
    @Nullable
    ExtensionReply refusal(ExtensionRequest head) {
        if (asksForDocument(head)) {
            return null;
        }
        try {
            Matched matched = matched(head);
            matched.route.handler().expect(matched.call);
            return null;
        } catch (AdminException e) {
            return problem(e);
        }
    }

    private ExtensionReply found(ExtensionRequest visit) throws AdminException, InterruptedException {
        if (asksForDocument(visit)) {
            return new ExtensionReply.WholePage(200, JSON_TYPE, document(), Map.of());
        }
        Matched matched = matched(visit);
        return json(matched.route.handler().answer(matched.call));
    }

    private static boolean asksForDocument(ExtensionRequest visit) {
        return visit.path().equals(ROOT + "/openapi.json");
    }

    /** A route, and an authorized call of it. */
    private record Matched(ApiRoute route, ApiCall call) {}

    private Matched matched(ExtensionRequest visit) throws AdminException {
        List<String> elements = Elements.of(visit.path().substring(ROOT.length()));
        Set<String> others = new TreeSet<>();
        for (ApiRoute route : routes) {
            Map<String, String> path = route.match(elements);
            if (path != null && route.method().equals(visit.method())) {
                Guard.check(visit, route.need());
                return new Matched(route, new ApiCall(visit, path));
            }
            if (path != null) {
                others.add(route.method());
            }
        }
        throw others.isEmpty()
                ? new AdminException(404, "Not found: " + visit.path() + "; see " + ROOT + "/openapi.json.")
                : new AdminException(405, visit.path() + " supports " + String.join(", ", others) + ".");
    }

    private static ExtensionReply json(Object answer) {
        return new ExtensionReply.WholePage(200, JSON_TYPE, JSON.writeValueAsBytes(answer), Map.of());
    }

    private static ExtensionReply problem(AdminException e) {
        Problem problem = new Problem("about:blank", title(e.status()), e.status(), e.why());
        Map<String, String> headers = switch (e.status()) {
            case 401 -> Map.of("www-authenticate", Guard.CHALLENGE);
            case 429 -> Map.of("retry-after", "60");
            default -> Map.of();
        };
        return new ExtensionReply.WholePage(
                e.status(), "application/problem+json", JSON.writeValueAsBytes(problem), headers);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 422 -> "Unprocessable";
            case 429 -> "Too many failed attempts";
            default -> "Unavailable";
        };
    }

    private static byte[] document() {
        try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
            return in == null ? "{}".getBytes(StandardCharsets.UTF_8) : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
