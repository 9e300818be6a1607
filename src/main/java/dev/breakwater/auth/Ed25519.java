package dev.breakwater.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * A verifier of Ed25519 signatures (RFC 8037 §3.1) with the JDK. The library's own class needs Tink, which is 4 MB with its
 * dependencies.
 */
final class Ed25519 extends EdDSAProvider implements JWSVerifier {
    /** The prefix of the key's 32 bytes in an X.509 SubjectPublicKeyInfo: RFC 8410 §4 and §10.1. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int LENGTH = 32;

    private final PublicKey key;

    /** Throws if {@code jwk} is not a valid point. */
    Ed25519(OctetKeyPair jwk) throws GeneralSecurityException {
        byte[] point = jwk.getDecodedX();
        if (point.length != LENGTH) {
            throw new GeneralSecurityException("an Ed25519 key is 32 bytes long");
        }
        byte[] encoded = new byte[PREFIX.length + LENGTH];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(point, 0, encoded, PREFIX.length, LENGTH);
        key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
        if (!supportedJWSAlgorithms().contains(header.getAlgorithm())) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature.decode());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
