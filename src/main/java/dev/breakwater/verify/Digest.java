package dev.breakwater.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest, as 64 lower-case hexadecimal digits. */
public record Digest(String hex) {
    /** Checks the form. */
    public Digest {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a SHA-256 digest has 64 hexadecimal digits, not " + hex.length());
        }
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of {@code bytes}. */
    public static Digest of(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return of(digest);
    }

    /** The digest of the bytes that {@code finished} has seen; resets it. */
    public static Digest of(MessageDigest finished) {
        return new Digest(HexFormat.of().formatHex(finished.digest()));
    }
}
