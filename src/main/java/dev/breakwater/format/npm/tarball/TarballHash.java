package dev.breakwater.format.npm.tarball;

import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The hashes of a tarball that is arriving: SHA-512 and SHA-1, which nearly all records name; others are made at the end. */
public final class TarballHash {
    private static final int BUFFER = 64 << 10;

    private final MessageDigest sha512 = digest("SHA-512");
    private final MessageDigest sha1 = digest("SHA-1");

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** Takes the next bytes; leaves the buffer's position. */
    public void update(ByteBuffer arrived) {
        sha512.update(arrived.duplicate());
        sha1.update(arrived.duplicate());
    }

    /** Starts over. */
    public void restart() {
        sha512.reset();
        sha1.reset();
    }

    /** The hashes of {@code whole}, of which {@link #update} has seen every byte. Called once. */
    public TarballHashes finish(Content whole) {
        return new TarballHashes(
                whole,
                "sha512-" + Base64.getEncoder().encodeToString(sha512.digest()),
                HexFormat.of().formatHex(sha1.digest()));
    }

    /**
     * The hashes of one tarball.
     *
     * @param sha512 as in {@code dist.integrity}
     * @param sha1 as in {@code dist.shasum}
     */
    public record TarballHashes(Content whole, String sha512, String sha1) {
        /** Whether these are the bytes that {@code integrity} speaks of; nothing is if that is empty. */
        public boolean match(Integrity integrity) throws IOException {
            return switch (integrity.algorithm()) {
                case "sha512" -> integrity.hashes().contains(sha512);
                case "sha1" ->
                    integrity
                            .hashes()
                            .contains("sha1-"
                                    + Base64.getEncoder()
                                            .encodeToString(HexFormat.of().parseHex(sha1)));
                case "" -> integrity.shasum().equals(sha1);
                default -> integrity.hashes().contains(read(integrity.algorithm()));
            };
        }

        private String read(String algorithm) throws IOException {
            MessageDigest digest = digest(algorithm.equals("sha384") ? "SHA-384" : "SHA-256");
            try (InputStream bytes = whole.stream()) {
                byte[] some = new byte[BUFFER];
                for (int count = bytes.read(some); count >= 0; count = bytes.read(some)) {
                    digest.update(some, 0, count);
                }
            }
            return algorithm + "-" + Base64.getEncoder().encodeToString(digest.digest());
        }
    }
}
