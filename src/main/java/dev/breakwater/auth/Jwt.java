package dev.breakwater.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Token in its compact form, parsed but not verified yet: RFC 7519, RFC 7515 §3.1. The library parses it; the
 * requirements here are stricter: at most 16 KiB, base64url without padding and without anything else, no critical extension,
 * and an algorithm of {@link AcceptedAlgorithms}. The library refuses JSON that names a member twice, or continues after its
 * end.
 *
 * @param signed the bytes that the signature covers
 */
record Jwt(JWSHeader header, Map<String, Object> claims, byte[] signed, Base64URL signature) {
    /** How far the issuer's clock and ours may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_NAME = 256;

    /** The library skips characters outside base64url, so one token could be written in many ways. */
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]*");

    /** Whether {@code text} looks like one, so that its issuer might know it. */
    static boolean looksLike(String text) {
        int first = text.indexOf('.');
        return first > 0 && text.indexOf('.', first + 1) > 0;
    }

    /** Parses {@code text}. */
    static Jwt parse(String text) throws BadJwt {
        if (text.length() > LONGEST) {
            throw new BadJwt("is longer than " + LONGEST + " bytes");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new BadJwt("does not have the three parts of a signed JWT");
        }
        JWSHeader header = header(bytes(parts[0]));
        Map<String, Object> claims = object(bytes(parts[1]), "payload");
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return new Jwt(header, claims, signed, bytes(parts[2]));
    }

    private static Base64URL bytes(String part) throws BadJwt {
        if (part.indexOf('=') >= 0) {
            throw new BadJwt("has a part with padding");
        }
        if (part.length() % 4 == 1 || !BASE64URL.matcher(part).matches()) {
            throw new BadJwt("has a part that is not base64url");
        }
        return new Base64URL(part);
    }

    private static JWSHeader header(Base64URL part) throws BadJwt {
        Map<String, Object> members = object(part, "header");
        if (members.containsKey("crit")) {
            throw new BadJwt("has critical extensions, and none is supported here");
        }
        if (members.containsKey("kid") && !(members.get("kid") instanceof String)) {
            throw new BadJwt("has a kid that is not text");
        }
        if (!(members.get("alg") instanceof String name) || !AcceptedAlgorithms.accepts(new JWSAlgorithm(name))) {
            throw new BadJwt("is not signed by RS256, ES256 or EdDSA");
        }
        try {
            return JWSHeader.parse(members, part);
        } catch (ParseException e) {
            throw new BadJwt("has a header that is not a JWT's");
        }
    }

    private static Map<String, Object> object(Base64URL part, String what) throws BadJwt {
        try {
            @Nullable Map<String, Object> object = JSONObjectUtils.parse(part.decodeToString());
            if (object != null) {
                return object;
            }
        } catch (ParseException e) {
            throw new BadJwt("has a " + what + " that is not a JSON object, or not valid JSON");
        }
        throw new BadJwt("has a " + what + " that is not a JSON object");
    }

    /** Its issuer, as stated; empty if it has none. */
    String issuer() {
        return claims.get("iss") instanceof String issuer ? issuer : "";
    }

    /** Whether it is for {@code audience}. */
    boolean isFor(String audience) {
        return values(claims.get("aud")).contains(audience);
    }

    /**
     * When it ends.
     *
     * @throws BadJwt if it has no expiry, is expired at {@code now}, or is not valid yet
     */
    Instant checkedEnd(Instant now) throws BadJwt {
        Instant end = time("exp");
        if (end == null) {
            throw new BadJwt("has no expiry (exp)", false);
        }
        if (!now.isBefore(end.plus(SKEW))) {
            throw new BadJwt("has expired", false);
        }
        Instant begin = time("nbf");
        Instant issued = time("iat");
        if ((begin != null && now.isBefore(begin.minus(SKEW)))
                || (issued != null && now.isBefore(issued.minus(SKEW)))) {
            throw new BadJwt("is not valid yet: check the clocks", false);
        }
        return end.plus(SKEW);
    }

    private @Nullable Instant time(String name) throws BadJwt {
        if (!claims.containsKey(name)) {
            return null;
        }
        double seconds = claims.get(name) instanceof Number number ? number.doubleValue() : -1;
        if (!(seconds >= 0 && seconds < 1e11)) {
            throw new BadJwt("has a claim " + name + " that is not a time", false);
        }
        return Instant.ofEpochSecond((long) seconds);
    }

    /** The claim that names the caller. */
    String name(String claim) throws BadJwt {
        if (claims.get(claim) instanceof String name
                && !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
            return name;
        }
        throw new BadJwt("has no " + claim + " that can be used as a name", false);
    }

    /** Its claims, each as one or more texts. */
    Map<String, List<String>> said() {
        Map<String, List<String>> said = new HashMap<>();
        claims.forEach((name, value) -> said.put(name, values(value)));
        return said;
    }

    private static List<String> values(@Nullable Object claim) {
        List<?> all = claim instanceof List<?> several ? several : claim == null ? List.of() : List.of(claim);
        return all.stream()
                .filter(each -> each instanceof String || each instanceof Number || each instanceof Boolean)
                .map(String::valueOf)
                .toList();
    }
}
