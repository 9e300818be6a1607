package dev.breakwater.format.oci.upstream;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry's demand for a token (distribution's token authentication specification; RFC 6750 §3).
 *
 * @param realm the address of the token service
 * @param service the registry as the token service knows it; empty if it was not named
 * @param scope the access that is needed; empty if it was not named
 */
public record Challenge(String realm, String service, String scope) {
    private static final int LONGEST = 4096;
    private static final Pattern SCHEME = Pattern.compile("\\s*bearer\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern BASIC = Pattern.compile("\\s*basic(?:\\s.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER =
            Pattern.compile("\\G\\s*([A-Za-z_]{1,32})\\s*=\\s*(?:\"([^\"\\\\]*)\"|([^\\s,\"]+))\\s*,?");

    /** The challenge in the value {@code text} of {@code WWW-Authenticate}; empty if it asks for something else. */
    public static Optional<Challenge> parse(String text) {
        Matcher scheme = SCHEME.matcher(text);
        if (text.length() > LONGEST || !scheme.lookingAt()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        for (int at = scheme.end(); parameter.find(at) && parameter.start() == at; at = parameter.end()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
            if (parameter.end() == text.length()) {
                break;
            }
        }
        String realm = parameters.getOrDefault("realm", "");
        return realm.isEmpty()
                ? Optional.empty()
                : Optional.of(new Challenge(
                        realm, parameters.getOrDefault("service", ""), parameters.getOrDefault("scope", "")));
    }

    /** Whether the value {@code text} of {@code WWW-Authenticate} asks for a user and a password (RFC 7617 §2). */
    static boolean isBasic(String text) {
        return BASIC.matcher(text).matches();
    }

    /** The words of the scope: one for each image, or other thing, that access is needed to. */
    private List<String> scopes() {
        return Arrays.stream(scope.split(" ", -1))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /**
     * The address of the token service with the question for a token: distribution's token authentication specification,
     * "Requesting a Token". What the realm has as its own query stays in front of it.
     *
     * @param at the realm, or an equivalent address; without a fragment
     */
    public URI question(URI at) {
        List<String> query = new ArrayList<>();
        if (at.getRawQuery() != null && !at.getRawQuery().isEmpty()) {
            query.add(at.getRawQuery());
        }
        if (!service.isEmpty()) {
            query.add("service=" + encoded(service));
        }
        scopes().forEach(each -> query.add("scope=" + encoded(each)));
        String bare = at.toString().replaceFirst("[?#].*", "");
        return URI.create(query.isEmpty() ? bare : bare + "?" + String.join("&", query));
    }

    /** The form that gets a token for an identity token: distribution's OAuth 2 specification, "Getting a token". */
    String form(String identityToken) {
        return "grant_type=refresh_token&client_id=breakwater&service=" + encoded(service) + "&scope="
                + encoded(String.join(" ", scopes())) + "&refresh_token=" + encoded(identityToken);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
