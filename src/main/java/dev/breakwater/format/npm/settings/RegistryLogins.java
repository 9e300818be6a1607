package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Secret;
import dev.breakwater.config.Urls;
import dev.breakwater.upstream.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The credentials in npm's settings, each for one registry and the addresses below it, found as npm finds them
 * ({@code lib/auth.js} of npm-registry-fetch): at {@code //host/path/:_authToken}, else at a shorter path.
 */
final class RegistryLogins {
    private final UserNpmrc settings;
    private final List<String> notes;

    /** Takes them from {@code settings}; adds to {@code notes} what was taken, and what was not. */
    RegistryLogins(UserNpmrc settings, List<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /** Those for the registry at {@code url}, which has no user; null if there are none. */
    @Nullable
    Credentials of(URI url) {
        boolean usual = url.getPort() < 0 || url.getPort() == ("http".equals(url.getScheme()) ? 80 : 443);
        String host = url.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + url.getPort());
        String at = "//" + host + (url.getRawPath() == null ? "" : url.getRawPath()) + "/";
        while (at.length() > 2) {
            String key = key(at);
            if (key != null) {
                return taken(at, key, Urls.shown(url));
            }
            at = at.replaceFirst("([^/]+|/)$", "");
        }
        return null;
    }

    /** The name of what is set for {@code at}; null if nothing is. */
    private @Nullable String key(String at) {
        if (settings.get(at + ":_authToken") != null) {
            return "_authToken";
        }
        if (settings.get(at + ":_auth") != null) {
            return "_auth";
        }
        return settings.get(at + ":username") != null && settings.get(at + ":_password") != null ? "_password" : null;
    }

    private @Nullable Credentials taken(String at, String key, String registry) {
        String from = settings.from(at + ":" + key);
        String text = settings.get(at + ":" + key);
        String user = key.equals("_password") ? settings.get(at + ":username") : "";
        if (text == null || user == null) {
            return null;
        }
        String unset = Npmrc.unset(text + user);
        if (!unset.isEmpty()) {
            notes.add(
                    "no login for " + registry + " was taken from " + from + ": the variable " + unset + " is not set");
            return null;
        }
        Credentials credentials = switch (key) {
            case "_authToken" -> new Credentials.Bearer(new Secret(text));
            case "_auth" -> basic(decoded(text));
            default -> {
                String password = decoded(text);
                yield password == null ? null : new Credentials.Basic(user, new Secret(password));
            }
        };
        notes.add(
                credentials == null
                        ? "no login for " + registry + " was taken from " + from + ": " + key
                                + " is not base64 of what npm expects there"
                        : "the login for " + registry + " comes from " + from);
        return credentials;
    }

    private static @Nullable Credentials basic(@Nullable String userAndPassword) {
        int colon = userAndPassword == null ? -1 : userAndPassword.indexOf(':');
        return userAndPassword == null || colon < 0
                ? null
                : new Credentials.Basic(
                        userAndPassword.substring(0, colon), new Secret(userAndPassword.substring(colon + 1)));
    }

    private static @Nullable String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
