package dev.breakwater.sumdb;

import dev.breakwater.verify.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public key of a checksum database, written {@code name+hash+key}: the database's name; eight hexadecimal digits,
 * the first four bytes of SHA-256(name ‖ "\n" ‖ key); base64 of the key, which is one byte 1 (Ed25519) and 32 bytes.
 * The rules are those of {@code note.NewVerifier} in golang.org/x/mod/sumdb/note.
 */
public final class VerifierKey {
    private static final byte ED25519 = 1;
    private static final int KEY_BYTES = 32;

    /** The prefix of an Ed25519 key's 32 bytes in the form that the JDK reads (RFC 8410, section 4). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final int hash;
    private final String text;
    private final PublicKey key;

    private VerifierKey(String name, int hash, String text, PublicKey key) {
        this.name = name;
        this.hash = hash;
        this.text = text;
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is malformed; the message says what is wrong and what is expected
     */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length < 3) {
            throw bad(text, "it needs three parts, name+hash+key");
        }
        String name = parts[0];
        if (!isName(name)) {
            throw bad(text, "its name must not be empty or contain spaces");
        }
        if (parts[1].length() != 8 || !parts[1].chars().allMatch(HexFormat::isHexDigit)) {
            throw bad(text, "its hash must be 8 hexadecimal digits");
        }
        byte[] encoded = Base64Text.decode(parts[2]);
        if (encoded == null || encoded.length == 0) {
            throw bad(text, "its last part must be base64 with padding");
        }
        int hash = HexFormat.fromHexDigits(parts[1]);
        int expected = hash(name, encoded);
        if (hash != expected) {
            throw bad(text, "its hash should be %08x: a character is wrong or missing".formatted(expected));
        }
        if (encoded[0] != ED25519) {
            throw bad(text, "its algorithm is number " + encoded[0] + ", only 1 (Ed25519) is known");
        }
        if (encoded.length != 1 + KEY_BYTES) {
            throw bad(text, "an Ed25519 key has 32 bytes, this one " + (encoded.length - 1));
        }
        return new VerifierKey(name, hash, text, publicKey(text, encoded));
    }

    private static PublicKey publicKey(String text, byte[] encoded) {
        byte[] spki = Arrays.copyOf(SPKI, SPKI.length + KEY_BYTES);
        System.arraycopy(encoded, 1, spki, SPKI.length, KEY_BYTES);
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
            Signature.getInstance("Ed25519").initVerify(key);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("checksum database key \"" + text + "\" is not a point of Ed25519", e);
        }
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("checksum database key \"" + text + "\" is malformed: " + why);
    }

    /** Whether it is a valid name of a note's signer: not empty, no {@code +}, no Unicode space. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(VerifierKey::isBarred);
    }

    private static boolean isBarred(int c) {
        return c == '+' || c == 0x85 || Character.isSpaceChar(c) || Character.isWhitespace(c);
    }

    private static int hash(String name, byte[] encoded) {
        MessageDigest sha256 = Digest.sha256();
        sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return (int) (Hash.at(sha256.digest(encoded), 0).a() >>> 32);
    }

    /** The database's name. */
    public String name() {
        return name;
    }

    /** The first four bytes of the key's hash. */
    int hash() {
        return hash;
    }

    /** Whether {@code signature} is this key's under {@code message}. */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (SignatureException e) {
            return false; // not even the shape of a signature
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key was usable when it was read", e);
        }
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
