package dev.breakwater.sumdb;

import dev.breakwater.verify.Digest;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * A SHA-256 in the tree of a checksum database: of a record, or of a subtree. The four numbers are its 32 bytes, big
 * end first. Leaves and nodes are hashed as in RFC 6962, section 2.1.
 */
public record Hash(long a, long b, long c, long d) {
    /** How many bytes a hash has. */
    public static final int SIZE = 32;

    /** The hash of the tree without records. */
    public static final Hash EMPTY = at(Digest.sha256().digest(), 0);

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** The hash of a record: SHA-256(0 ‖ record). */
    public static Hash leaf(byte[] record) {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(LEAF);
        return at(sha256.digest(record), 0);
    }

    /** The hash of two subtrees side by side: SHA-256(1 ‖ left ‖ right). */
    public static Hash node(Hash left, Hash right) {
        byte[] both = new byte[2 * SIZE];
        left.put(both, 0);
        right.put(both, 1);
        MessageDigest sha256 = Digest.sha256();
        sha256.update(NODE);
        return at(sha256.digest(both), 0);
    }

    /** The hash that stands at place {@code index} among the hashes in {@code bytes}. */
    public static Hash at(byte[] bytes, int index) {
        ByteBuffer from = ByteBuffer.wrap(bytes, index * SIZE, SIZE);
        return new Hash(from.getLong(), from.getLong(), from.getLong(), from.getLong());
    }

    /** The root over {@code count} hashes of {@code bytes}, a power of two, from place {@code from} on. */
    static Hash subtree(byte[] bytes, int from, int count) {
        byte[] row = new byte[count * SIZE];
        System.arraycopy(bytes, from * SIZE, row, 0, row.length);
        MessageDigest sha256 = Digest.sha256();
        for (int width = count; width > 1; width /= 2) {
            foldRow(sha256, row, width);
        }
        return at(row, 0);
    }

    private static void foldRow(MessageDigest sha256, byte[] row, int width) {
        try {
            for (int i = 0; i < width / 2; i++) {
                sha256.update(NODE);
                sha256.update(row, 2 * i * SIZE, 2 * SIZE);
                sha256.digest(row, i * SIZE, SIZE);
            }
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 fits into its 32 bytes", e);
        }
    }

    /** Writes it at place {@code index} among the hashes in {@code into}. */
    public void put(byte[] into, int index) {
        ByteBuffer.wrap(into, index * SIZE, SIZE)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d);
    }

    /** In the form of tree heads: base64 with padding. */
    public String base64() {
        byte[] bytes = new byte[SIZE];
        put(bytes, 0);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
