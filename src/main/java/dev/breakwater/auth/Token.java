package dev.breakwater.auth;

import dev.breakwater.verify.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token of our own, as stored: {@code bw_<id>_<secret>}, whose secret is 256 random bits. Only its SHA-256 is stored. A slow
 * hash would add nothing: 256 random bits cannot be guessed.
 *
 * @param id ten hexadecimal digits, which are no secret
 * @param name the caller's name
 * @param hash the digest of the whole token
 * @param expires when it expires; null for never
 * @param scope the permissions it gives; if it has an origin, the most that it gives of those
 * @param origin what it was made from; null if an operator made it
 */
public record Token(
        String id,
        String name,
        Digest hash,
        Instant created,
        @Nullable Instant expires,
        Scope scope,
        @Nullable TokenOrigin origin) {
    private static final Pattern FORM = Pattern.compile("bw_([0-9a-f]{10})_[A-Za-z0-9_-]{43}");
    private static final Pattern SECRET =
            Pattern.compile("(bw_[0-9a-f]{10}_|eyJ)[A-Za-z0-9_-]{16,}(?:\\.[A-Za-z0-9_-]*){0,2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new token and its text, which is shown once and not stored. */
    public record Issued(Token token, String text) {}

    /** Makes one as an operator does. */
    public static Issued issue(String name, Instant created, @Nullable Instant expires, Scope scope) {
        return issue(name, created, expires, scope, null);
    }

    static Issued issue(
            String name, Instant created, @Nullable Instant expires, Scope scope, @Nullable TokenOrigin origin) {
        byte[] id = new byte[5];
        byte[] secret = new byte[32];
        RANDOM.nextBytes(id);
        RANDOM.nextBytes(secret);
        String hex = HexFormat.of().formatHex(id);
        String text =
                "bw_" + hex + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new Issued(new Token(hex, name, digest(text), created, expires, scope, origin), text);
    }

    /** The id in the text of a token; null if it does not have a token's form. */
    static @Nullable String id(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? form.group(1) : null;
    }

    /**
     * {@code text} for logs: without the secrets of tokens that some clients put into addresses, ours or identity providers'.
     */
    public static String masked(String text) {
        String own = text.indexOf("bw_") < 0 && text.indexOf("eyJ") < 0
                ? text
                : SECRET.matcher(text).replaceAll("$1...");
        // some protocols give a token back by its own address, and it may be another service's
        int given = own.indexOf("/user/token/");
        return given < 0 ? own : own.substring(0, given) + "/user/token/...";
    }

    /** Whether {@code text} is this token; takes constant time. */
    boolean is(String text) {
        return MessageDigest.isEqual(bytes(hash), bytes(digest(text)));
    }

    /** Whether it has expired at {@code now}. */
    public boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** When it expires; the end of time if never. */
    Instant end() {
        return expires == null ? Instant.MAX : expires;
    }

    /** Whether it was made from the token {@code other}. */
    public boolean isFrom(Token other) {
        return origin != null && origin.from().equals(other.id);
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(Digest digest) {
        return digest.hex().getBytes(StandardCharsets.US_ASCII);
    }
}
