package dev.breakwater.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider's public keys: RFC 7517, RFC 7518 §6, RFC 8037 §2. The library reads the keys and checks signatures;
 * {@link AcceptedAlgorithms} lists the accepted ones. A key that is not accepted, or cannot be read, is left out.
 */
record Jwks(List<Key> keys) {
    private static final int MOST_KEYS = 100;

    /** All members that are used. Certificates are ignored, so a broken one does not invalidate a key. */
    private static final Set<String> MEMBERS = Set.of("kty", "use", "key_ops", "alg", "kid", "n", "e", "crv", "x", "y");

    /** One key, and the verifier of its signatures. */
    record Key(JWK jwk, JWSVerifier verifier) {
        /** Its name; null if it has none. */
        @Nullable
        String kid() {
            return jwk.getKeyID();
        }

        /** Whether {@code jwt} is signed with it. */
        boolean signed(Jwt jwt) {
            try {
                return verifier.verify(jwt.header(), jwt.signed(), jwt.signature());
            } catch (JOSEException e) {
                return false;
            }
        }
    }

    /**
     * Reads a key set.
     *
     * @throws IOException if it is not a key set, or has no accepted key
     */
    static Jwks parse(byte[] json) throws IOException {
        List<Key> keys = new ArrayList<>();
        for (Object each : members(json)) {
            Key key = each instanceof Map<?, ?> members ? key(members) : null;
            if (key != null && keys.size() < MOST_KEYS) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("the key set has no key for RS256, ES256 or EdDSA");
        }
        return new Jwks(List.copyOf(keys));
    }

    private static List<?> members(byte[] json) throws IOException {
        try {
            Map<String, Object> set = JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8));
            return set != null && set.get("keys") instanceof List<?> all ? all : List.of();
        } catch (ParseException e) {
            throw new IOException("the key set is not valid JSON", e);
        }
    }

    /** The keys that the token with {@code header} may be signed with: the one it names; if it names none, all of its kind. */
    List<Key> candidates(JWSHeader header) {
        JWKMatcher kind = AcceptedAlgorithms.KEYS.get(header.getAlgorithm());
        String kid = header.getKeyID();
        return keys.stream()
                .filter(key -> kind != null && kind.matches(key.jwk))
                .filter(key -> kid == null || kid.equals(key.kid()))
                .toList();
    }

    private static @Nullable Key key(Map<?, ?> json) {
        Map<String, Object> members = new HashMap<>();
        MEMBERS.forEach(name -> members.put(name, json.get(name)));
        try {
            JWK jwk = JWK.parse(members);
            boolean accepted = AcceptedAlgorithms.KEYS.values().stream().anyMatch(kind -> kind.matches(jwk));
            return accepted ? new Key(jwk, verifier(jwk)) : null;
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static JWSVerifier verifier(JWK jwk) throws JOSEException, GeneralSecurityException {
        return switch (jwk) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            case OctetKeyPair ed -> new Ed25519(ed);
            default -> throw new JOSEException("no key for signatures");
        };
    }
}
