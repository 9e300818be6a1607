package dev.breakwater.format.npm.signature;

import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A public key of a registry: ECDSA over P-256 with SHA-256.
 *
 * @param id its name in signatures: opaque, not a hash of the key
 * @param encoded the key as base64 of its SubjectPublicKeyInfo (RFC 5480)
 * @param key the same, ready for use
 * @param expires versions of this instant and later are not signed with it; null if it has no end
 */
public record SigningKey(
        String id, String encoded, PublicKey key, @Nullable Instant expires) {
    private static final int P256_BITS = 256;

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is not an ECDSA key over P-256 in base64; the message says what it is
     */
    public static SigningKey of(String id, String encoded, @Nullable Instant expires) {
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes));
            if (!(key instanceof ECPublicKey ec) || ec.getParams().getOrder().bitLength() != P256_BITS) {
                throw new IllegalArgumentException("the key " + id + " is not on the curve P-256");
            }
            return new SigningKey(id, encoded, key, expires);
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("the key " + id + " is not an ECDSA key: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has EC keys", e);
        }
    }

    /** Whether it may sign a version of {@code time}. */
    boolean signs(Instant time) {
        return expires == null || time.isBefore(expires);
    }

    /** Whether {@code signature}, DER in base64, is one of {@code message} by this key. */
    boolean verifies(byte[] message, String signature) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key);
            check.update(message);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (SignatureException | IllegalArgumentException e) {
            return false;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK verifies ECDSA signatures", e);
        }
    }
}
