package dev.breakwater.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Web Token in its compact form, taken apart and not believed yet: RFC 7519, RFC 7515 §3.1. Strict: no field twice,
 * nothing behind the object, no padding, no critical extension.
 *
 * @param kid which of the issuer's keys it says it is signed with; null where it does not say
 * @param signed what the signature is over
 */
record Jwt(SigningAlgorithm algorithm, @Nullable String kid, JsonNode claims, byte[] signed, byte[] signature) {
    /** How far the issuer's clock and ours may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_NAME = 256;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Whether {@code text} looks like one, so that its issuer might know it. */
    static boolean looksLike(String text) {
        int first = text.indexOf('.');
        return first > 0 && text.indexOf('.', first + 1) > 0;
    }

    /** Takes {@code text} apart. */
    static Jwt parse(String text) throws BadJwt {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || text.length() > LONGEST) {
            throw new BadJwt("has not the three parts of a signed JWT");
        }
        JsonNode header = object(parts[0], "header");
        if (header.has("crit")) {
            throw new BadJwt("has critical extensions, and none is understood here");
        }
        JsonNode kid = header.get("kid");
        if (kid != null && !kid.isString()) {
            throw new BadJwt("has a kid that is no text");
        }
        SigningAlgorithm algorithm = SigningAlgorithm.named(header.path("alg").asString(""));
        if (algorithm == null) {
            throw new BadJwt("is not signed by RS256, ES256 or EdDSA");
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return new Jwt(
                algorithm,
                kid == null ? null : kid.stringValue(),
                object(parts[1], "payload"),
                signed,
                bytes(parts[2]));
    }

    private static JsonNode object(String part, String what) throws BadJwt {
        try {
            JsonNode node = JSON.readTree(bytes(part));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            throw new BadJwt("has a " + what + " that is no proper JSON");
        }
        throw new BadJwt("has a " + what + " that is no JSON object");
    }

    private static byte[] bytes(String part) throws BadJwt {
        try {
            if (part.indexOf('=') < 0) {
                return Base64.getUrlDecoder().decode(part);
            }
        } catch (IllegalArgumentException e) {
            throw new BadJwt("has a part that is no base64url");
        }
        throw new BadJwt("has a part with padding");
    }

    /** Who issued it, as it says; empty where it does not. */
    String issuer() {
        JsonNode issuer = claims.path("iss");
        return issuer.isString() ? issuer.stringValue() : "";
    }

    /** Whether it is for {@code audience}. */
    boolean isFor(String audience) {
        return values(claims.path("aud")).contains(audience);
    }

    /**
     * When it ends.
     *
     * @throws BadJwt where it does not say, has ended at {@code now}, or has not begun
     */
    Instant checkedEnd(Instant now) throws BadJwt {
        Instant end = time("exp");
        if (end == null) {
            throw new BadJwt("does not say when it ends (exp)", false);
        }
        if (!now.isBefore(end.plus(SKEW))) {
            throw new BadJwt("has expired", false);
        }
        Instant begin = time("nbf");
        Instant issued = time("iat");
        if ((begin != null && now.isBefore(begin.minus(SKEW)))
                || (issued != null && now.isBefore(issued.minus(SKEW)))) {
            throw new BadJwt("is not valid yet: is a clock wrong?", false);
        }
        return end.plus(SKEW);
    }

    private @Nullable Instant time(String name) throws BadJwt {
        JsonNode claim = claims.get(name);
        if (claim == null) {
            return null;
        }
        double seconds = claim.isNumber() ? claim.doubleValue() : -1;
        if (!(seconds >= 0 && seconds < 1e11)) {
            throw new BadJwt("has a " + name + " that is no time", false);
        }
        return Instant.ofEpochSecond((long) seconds);
    }

    /** The claim that names the caller. */
    String name(String claim) throws BadJwt {
        JsonNode name = claims.path(claim);
        boolean usable = name.isString()
                && !name.stringValue().isBlank()
                && name.stringValue().length() <= LONGEST_NAME
                && name.stringValue().chars().allMatch(c -> c >= ' ' && c != 0x7f);
        if (!usable) {
            throw new BadJwt("has no " + claim + " that could be a name", false);
        }
        return name.stringValue();
    }

    /** What it says, each claim as one or more texts. */
    Map<String, List<String>> said() {
        Map<String, List<String>> said = new HashMap<>();
        claims.properties().forEach(claim -> said.put(claim.getKey(), values(claim.getValue())));
        return said;
    }

    private static List<String> values(JsonNode node) {
        List<String> values = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(each -> values.addAll(each.isArray() ? List.of() : values(each)));
        } else if (node.isString() || node.isNumber() || node.isBoolean()) {
            values.add(node.asString());
        }
        return values;
    }
}
