package dev.breakwater.auth;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An identity provider: signs tokens, right ones and wrong ones, and has its keys fetched. */
public final class Provider implements Issuer.KeySource {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, KeyPair> keys = new LinkedHashMap<>();
    final AtomicInteger fetched = new AtomicInteger();
    volatile boolean down;

    /** One with a key for each algorithm. */
    public Provider() {
        add("rsa", "RSA");
        add("ec", "EC");
        add("ed", "Ed25519");
    }

    void add(String kid, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "RSA" -> generator.initialize(kid.equals("short") ? 1024 : 2048);
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                default -> {}
            }
            keys.put(kid, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void forget(String kid) {
        keys.remove(kid);
    }

    KeyPair key(String kid) {
        KeyPair pair = keys.get(kid);
        if (pair == null) {
            throw new IllegalArgumentException("no key " + kid);
        }
        return pair;
    }

    @Override
    public byte[] fetch() throws IOException {
        fetched.incrementAndGet();
        if (down) {
            throw new IOException("it is down");
        }
        return keySet().getBytes(StandardCharsets.UTF_8);
    }

    /** Its keys as JSON. */
    public String keySet() {
        List<String> all = new ArrayList<>();
        keys.forEach((kid, pair) -> all.add(jwk(kid, pair)));
        return "{\"keys\":[" + String.join(",", all) + "]}";
    }

    private static String jwk(String kid, KeyPair pair) {
        return switch (pair.getPublic()) {
            case RSAPublicKey rsa ->
                "{\"kty\":\"RSA\",\"kid\":\"%s\",\"use\":\"sig\",\"n\":\"%s\",\"e\":\"%s\"}"
                        .formatted(kid, number(rsa.getModulus(), 0), number(rsa.getPublicExponent(), 0));
            case ECPublicKey ec ->
                "{\"kty\":\"EC\",\"kid\":\"%s\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
                        .formatted(
                                kid,
                                number(ec.getW().getAffineX(), 32),
                                number(ec.getW().getAffineY(), 32));
            case EdECPublicKey ed ->
                "{\"kty\":\"OKP\",\"kid\":\"%s\",\"crv\":\"Ed25519\",\"x\":\"%s\"}".formatted(kid, ed(ed));
            default -> throw new IllegalStateException("no such key");
        };
    }

    private static String ed(EdECPublicKey key) {
        byte[] big = padded(key.getPoint().getY(), 32);
        byte[] little = new byte[32];
        for (int i = 0; i < 32; i++) {
            little[i] = big[31 - i];
        }
        little[31] |= (byte) (key.getPoint().isXOdd() ? 0x80 : 0);
        return BASE64.encodeToString(little);
    }

    private static String number(BigInteger number, int length) {
        return BASE64.encodeToString(padded(number, length));
    }

    private static byte[] padded(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        byte[] padded = new byte[Math.max(length, bytes.length - skip)];
        System.arraycopy(bytes, skip, padded, padded.length - (bytes.length - skip), bytes.length - skip);
        return padded;
    }

    /** A token with {@code claims}, JSON without braces, signed with the key {@code kid}. */
    public String token(String kid, String claims) {
        String algorithm = switch (kid) {
            case "ec" -> "ES256";
            case "ed" -> "EdDSA";
            default -> "RS256";
        };
        return token(
                "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}".formatted(algorithm, kid), "{" + claims + "}", kid);
    }

    /** A token with this header and payload, whatever they are; unsigned where {@code kid} is null. */
    String token(String header, String payload, @Nullable String kid) {
        String signed = encoded(header) + "." + encoded(payload);
        return signed + "." + (kid == null ? "" : BASE64.encodeToString(signature(signed, kid)));
    }

    static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] signature(String signed, String kid) {
        KeyPair pair = key(kid);
        String algorithm = switch (pair.getPrivate().getAlgorithm()) {
            case "EC" -> "SHA256withECDSAinP1363Format";
            case "RSA" -> "SHA256withRSA";
            default -> "Ed25519";
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
