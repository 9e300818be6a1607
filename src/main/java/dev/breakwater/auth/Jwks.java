package dev.breakwater.auth;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An identity provider's public keys: RFC 7517, RFC 7518 §6, RFC 8037 §2. Keys of other kinds and uses are left out, and so
 * are RSA keys of fewer than 2048 bits and points that are not on their curve.
 */
record Jwks(List<Key> keys) {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_KEYS = 100;
    private static final JsonMapper JSON = new JsonMapper();

    /** One key; it is good for {@code algorithm} alone. */
    record Key(@Nullable String kid, SigningAlgorithm algorithm, PublicKey key) {}

    /**
     * Reads a key set.
     *
     * @throws IOException where it is none, or holds no key that could be used
     */
    static Jwks parse(byte[] json) throws IOException {
        List<Key> keys = new ArrayList<>();
        try {
            JsonNode all = JSON.readTree(json).path("keys");
            for (JsonNode each : all) {
                Key key = key(each);
                if (key != null && keys.size() < MOST_KEYS) {
                    keys.add(key);
                }
            }
        } catch (JacksonException e) {
            throw new IOException("the key set is no proper JSON", e);
        }
        if (keys.isEmpty()) {
            throw new IOException("the key set holds no key for RS256, ES256 or EdDSA");
        }
        return new Jwks(List.copyOf(keys));
    }

    /** The keys that {@code jwt} may be signed with: the one it names, or where it names none, all of its kind. */
    List<Key> candidates(Jwt jwt) {
        return keys.stream()
                .filter(key -> key.algorithm == jwt.algorithm())
                .filter(key -> jwt.kid() == null || jwt.kid().equals(key.kid))
                .toList();
    }

    private static @Nullable Key key(JsonNode json) {
        String use = json.path("use").asString("sig");
        SigningAlgorithm algorithm = switch (json.path("kty").asString("")) {
            case "RSA" -> SigningAlgorithm.RS256;
            case "EC" -> SigningAlgorithm.ES256;
            case "OKP" -> SigningAlgorithm.EDDSA;
            default -> null;
        };
        String said = json.path("alg").asString("");
        if (algorithm == null || !use.equals("sig") || !(said.isEmpty() || SigningAlgorithm.named(said) == algorithm)) {
            return null;
        }
        try {
            PublicKey key = switch (algorithm) {
                case RS256 -> rsa(json);
                case ES256 -> ec(json);
                case EDDSA -> ed(json);
            };
            String kid = json.path("kid").asString("");
            return key == null ? null : new Key(kid.isEmpty() ? null : kid, algorithm, key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable PublicKey rsa(JsonNode json) throws GeneralSecurityException {
        BigInteger modulus = number(json, "n");
        return modulus.bitLength() < LEAST_RSA_BITS
                ? null
                : KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, number(json, "e")));
    }

    private static @Nullable PublicKey ec(JsonNode json) throws GeneralSecurityException {
        if (!json.path("crv").asString("").equals("P-256")) {
            return null;
        }
        AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
        named.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec curve = named.getParameterSpec(ECParameterSpec.class);
        ECPoint point = new ECPoint(number(json, "x"), number(json, "y"));
        return onCurve(point, curve)
                ? KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve))
                : null;
    }

    /** y² = x³ + ax + b, both coordinates below the prime. */
    private static boolean onCurve(ECPoint point, ECParameterSpec curve) {
        BigInteger p = ((java.security.spec.ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
    }

    private static @Nullable PublicKey ed(JsonNode json) throws GeneralSecurityException {
        byte[] little = bytes(json, "x");
        if (!json.path("crv").asString("").equals("Ed25519") || little.length != 32) {
            return null;
        }
        boolean odd = (little[31] & 0x80) != 0;
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[31 - i] = little[i];
        }
        big[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, big));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static BigInteger number(JsonNode json, String name) {
        return new BigInteger(1, bytes(json, name));
    }

    private static byte[] bytes(JsonNode json, String name) {
        return Base64.getUrlDecoder().decode(json.path(name).asString(""));
    }
}
