package dev.breakwater.format.oci.name;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The digest of a content, as in {@code sha256:4bcff6…} (image specification, "Digests"). Only its two registered algorithms are
 * accepted.
 *
 * @param hex in lower case, as many digits as the algorithm gives
 */
public record ContentDigest(Algorithm algorithm, String hex) implements Reference {
    /** The header that names the digest of a content, in lower case: distribution specification, "Pulling manifests". */
    public static final String HEADER = "docker-content-digest";

    /** The registered algorithms. */
    public enum Algorithm {
        /** 64 digits. */
        SHA256("SHA-256", 64),
        /** 128 digits. */
        SHA512("SHA-512", 128);

        private final String java;
        private final int digits;
        private final String text = name().toLowerCase(Locale.ROOT);

        Algorithm(String java, int digits) {
            this.java = java;
            this.digits = digits;
        }

        /** As in a digest: {@code sha256}. */
        public String text() {
            return text;
        }

        /** A new computation. */
        public MessageDigest start() {
            try {
                return MessageDigest.getInstance(java);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has " + java, e);
            }
        }
    }

    /** Checks nothing: for digests that {@link #parse} has accepted, or that were computed. */
    public ContentDigest {
        if (hex.length() != algorithm.digits) {
            throw new IllegalArgumentException(
                    "a digest by " + algorithm.text + " has " + algorithm.digits + " digits");
        }
    }

    /** The digest in {@code text}; empty if it is malformed, or its algorithm is another. */
    public static Optional<ContentDigest> parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            int colon = algorithm.text.length();
            if (text.startsWith(algorithm.text) && text.length() == colon + 1 + algorithm.digits) {
                String hex = text.substring(colon + 1);
                return text.charAt(colon) == ':' && isHex(hex)
                        ? Optional.of(new ContentDigest(algorithm, hex))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The digest that {@code finished} has computed; resets it. */
    public static ContentDigest of(Algorithm algorithm, MessageDigest finished) {
        return new ContentDigest(algorithm, HexFormat.of().formatHex(finished.digest()));
    }

    /** The SHA-256 of {@code bytes}. */
    public static ContentDigest of(byte[] bytes) {
        return of(Algorithm.SHA256, bytes);
    }

    /** The digest of {@code bytes} by {@code algorithm}. */
    public static ContentDigest of(Algorithm algorithm, byte[] bytes) {
        MessageDigest digest = algorithm.start();
        digest.update(bytes);
        return of(algorithm, digest);
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    @Override
    public String text() {
        return algorithm.text + ":" + hex;
    }

    @Override
    public String toString() {
        return text();
    }
}
