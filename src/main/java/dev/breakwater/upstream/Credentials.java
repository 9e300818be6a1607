package dev.breakwater.upstream;

import dev.breakwater.config.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

    /** The value of the {@code Authorization} header that has them (RFC 9110 §11.6.2): a secret. */
    String header();

    /** User and password, RFC 7617. */
    record Basic(String username, Secret password) implements Credentials {
        @Override
        public String header() {
            byte[] pair = (username + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
    }

    /** A token, RFC 6750. */
    record Bearer(Secret token) implements Credentials {
        @Override
        public String header() {
            return "Bearer " + token.value();
        }
    }
}
