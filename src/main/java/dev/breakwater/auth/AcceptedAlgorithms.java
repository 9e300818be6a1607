package dev.breakwater.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.util.Map;

/** The algorithms that may sign an identity provider's tokens: not {@code none}, no shared secrets (RFC 8725 §3.1). */
final class AcceptedAlgorithms {
    private static final int LEAST_RSA_BITS = 2048;

    /** Each with the keys that it may use. */
    static final Map<JWSAlgorithm, JWKMatcher> KEYS = Map.of(
            JWSAlgorithm.RS256,
            keys(KeyType.RSA, JWSAlgorithm.RS256).minKeySize(LEAST_RSA_BITS).build(),
            JWSAlgorithm.ES256,
            keys(KeyType.EC, JWSAlgorithm.ES256).curve(Curve.P_256).build(),
            JWSAlgorithm.EdDSA,
            keys(KeyType.OKP, JWSAlgorithm.EdDSA).curve(Curve.Ed25519).build());

    private AcceptedAlgorithms() {}

    private static JWKMatcher.Builder keys(KeyType type, JWSAlgorithm algorithm) {
        return new JWKMatcher.Builder()
                .keyType(type)
                .algorithms(algorithm, null)
                .keyUses(KeyUse.SIGNATURE, null)
                .keyOperations(KeyOperation.VERIFY, KeyOperation.SIGN, null);
    }

    /** Whether tokens may be signed by {@code algorithm}. */
    static boolean accepts(JWSAlgorithm algorithm) {
        return KEYS.containsKey(algorithm);
    }
}
