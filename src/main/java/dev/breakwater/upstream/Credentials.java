package dev.breakwater.upstream;

import dev.breakwater.config.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The credentials for an upstream. */
public sealed interface Credentials {
    /** User and password in {@code url}, without percent-encoding; null if it has no user. */
    static @Nullable Credentials in(URI url) {
        String user = url.getRawUserInfo();
        if (user == null) {
            return null;
        }
        int colon = user.indexOf(':');
        return new Basic(
                decoded(colon < 0 ? user : user.substring(0, colon)),
                new Secret(colon < 0 ? "" : decoded(user.substring(colon + 1))));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** User and password, RFC 7617. */
    record Basic(String username, Secret password) implements Credentials {}

    /** A token, RFC 6750. */
    record Bearer(Secret token) implements Credentials {}
}
