package dev.breakwater.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The token in an {@code Authorization} header: RFC 7617 (Basic, the token as the password), RFC 6750 (Bearer). */
public final class Credential {
    /** Stands for no credentials, for clients that can't do without a token. */
    public static final String ANONYMOUS = "anonymous";

    private static final String ANONYMOUS_HEADER = "Bearer " + ANONYMOUS;

    private Credential() {}

    /** Whether the value {@code header} of an {@code Authorization} header, null if there is none, names no caller. */
    static boolean isAnonymous(@Nullable String header) {
        return header == null || header.equals(ANONYMOUS_HEADER);
    }

    /** The token; null if the header has nothing that could be one. */
    public static @Nullable String of(String header) {
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
