package dev.breakwater.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Signs versions as the public npm registry does: ECDSA P-256 with SHA-256 over {@code name@version:integrity}. */
public final class NpmSigner {
    static final String KEY_ID = "SHA256:a-key-of-the-tests";

    private final KeyPair key;

    /** With a new key. */
    public NpmSigner() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    /** The signature, in base64. */
    String sign(String name, String version, String integrity) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update((name + "@" + version + ":" + integrity).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK can't sign", e);
        }
    }

    /** Its public key as {@code /-/npm/v1/keys} answers. */
    public String keys() {
        return "{\"keys\":[{\"expires\":null,\"keyid\":\"" + KEY_ID
                + "\",\"keytype\":\"ecdsa-sha2-nistp256\",\"scheme\":\"ecdsa-sha2-nistp256\",\"key\":\""
                + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()) + "\"}]}\n";
    }
}
