package dev.breakwater.format.oci.upstream;

import java.util.HashMap;
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
}
