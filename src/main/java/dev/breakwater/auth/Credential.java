package dev.breakwater.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The token in an {@code Authorization} header: RFC 7617 (Basic, the token as the password), RFC 6750 (Bearer). */
final class Credential {
    private Credential() {}

    /** The token; null if the header has nothing that could be one. */
    static @Nullable String of(String header) {
        int space = header.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String scheme = header.substring(0, space);
        String rest = header.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return plain(rest);
        }
        return scheme.equalsIgnoreCase("Basic") ? password(rest) : null;
    }

    private static @Nullable String password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : plain(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String plain(String token) {
        boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return token.isEmpty() || !visible ? null : token;
    }
}
