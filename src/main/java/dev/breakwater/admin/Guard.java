package dev.breakwater.admin;

import dev.breakwater.http.ExtensionRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The check of callers' rights and of requests' origins. */
final class Guard {
    /** RFC 7617: a browser asks its user for a token. */
    static final String CHALLENGE = "Basic realm=\"Breakwater\", charset=\"UTF-8\"";

    private Guard() {}

    /**
     * Admits {@code visit} if its sender has the right.
     *
     * @throws AdminException if the caller lacks the right, or the request is from another site
     */
    static void check(ExtensionRequest visit, RequiredRight need) throws AdminException {
        sameOrigin(visit);
        boolean may = switch (need) {
            case NOTHING -> true;
            case LOOK -> visit.site().access().mayLook(visit.who());
            case ADMIN -> visit.site().access().administers(visit.who());
        };
        if (may) {
            return;
        }
        if (visit.who().anonymous()) {
            throw new AdminException(
                    401,
                    "This requires a token with the admin permission, as the password of basic authentication"
                            + " or as a bearer token. To create one: breakwater token create NAME --may admin");
        }
        throw new AdminException(
                403, visit.who().name() + " is not allowed to do this: it requires the admin permission.");
    }

    /**
     * A browser adds stored credentials to requests of any page, so a page of another site must not change anything here. The
     * browser also sends a request's origin: Fetch Metadata §2.2, RFC 6454 §7.
     */
    private static void sameOrigin(ExtensionRequest visit) throws AdminException {
        if (visit.method().equals("GET")) {
            return;
        }
        String site = visit.header("sec-fetch-site");
        boolean strange = site == null ? strange(visit.header("origin"), visit.base()) : !ours(site);
        if (strange) {
            throw new AdminException(403, "Refused: the request comes from a page of another site.");
        }
    }

    private static boolean ours(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    /** A proxy before us may have terminated TLS, so the scheme is ignored. */
    private static boolean strange(@Nullable String origin, String base) {
        return origin != null && !authority(origin).equalsIgnoreCase(authority(base));
    }

    private static String authority(String url) {
        try {
            return String.valueOf(URI.create(url).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
