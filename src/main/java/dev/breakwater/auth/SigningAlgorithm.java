package dev.breakwater.auth;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/**
 * How a JSON Web Token may be signed: RFC 7518 §3.3 and §3.4, RFC 8037 §3.1. Each works with keys of its own kind alone;
 * none works with a secret, and there is no {@code none}.
 */
enum SigningAlgorithm {
    RS256("RS256", "SHA256withRSA"),
    ES256("ES256", "SHA256withECDSAinP1363Format"),
    EDDSA("EdDSA", "Ed25519");

    private final String name;
    private final String algorithm;

    SigningAlgorithm(String name, String algorithm) {
        this.name = name;
        this.algorithm = algorithm;
    }

    /** The one of that name; null where there is none. */
    static @Nullable SigningAlgorithm named(String name) {
        for (SigningAlgorithm each : values()) {
            if (each.name.equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Whether {@code signature} is that of {@code signed} by {@code key}, which is of its kind. */
    boolean holds(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
