package dev.breakwater.insight;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, in Base64. */
final class Signature {
    private static final String ENCODED = "whsec_";

    private Signature() {}

    static String of(byte[] key, byte[]... content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : content) {
                mac.update(part);
            }
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HMAC-SHA256, which is mandatory", e);
        }
    }

    /** The key of a secret: decoded if it has the form of Standard Webhooks, else its own bytes. */
    static byte[] key(String secret) {
        if (secret.startsWith(ENCODED)) {
            try {
                return Base64.getDecoder().decode(secret.substring(ENCODED.length()));
            } catch (IllegalArgumentException e) {
                return bytes(secret);
            }
        }
        return bytes(secret);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
