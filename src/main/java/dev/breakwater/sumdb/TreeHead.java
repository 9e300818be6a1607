package dev.breakwater.sumdb;

import org.jspecify.annotations.Nullable;

/**
 * A signed statement of a checksum database: my first {@code size} records hash to {@code root}. Two heads are equal if they
 * state the same, whatever their notes look like. The text is that of {@code tlog.ParseTree} in golang.org/x/mod: three lines,
 * {@code go.sum database tree}, the size in decimal, the root in base64; what follows is ignored.
 *
 * @param size how many records, at least 0
 * @param root the hash over all of them
 * @param note the note as the database signed it, without signatures by others; not to be changed
 */
public record TreeHead(long size, Hash root, byte[] note) {
    private static final String FIRST_LINE = "go.sum database tree";

    /**
     * Opens the signed note of a head.
     *
     * @throws IllegalArgumentException if it is malformed or not signed by {@code key}
     */
    public static TreeHead open(byte[] note, VerifierKey key) {
        Note opened = Note.open(note, key);
        String[] lines = opened.text().split("\n", 4);
        if (lines.length < 4 || !lines[0].equals(FIRST_LINE)) {
            throw new IllegalArgumentException("the signed note is not a tree head: it does not start with the lines \""
                    + FIRST_LINE + "\", size, hash");
        }
        byte[] root = Base64Text.decode(lines[2]);
        if (root == null || root.length != Hash.SIZE) {
            throw new IllegalArgumentException("the tree head's hash is not base64 of 32 bytes");
        }
        Long size = number(lines[1]);
        if (size == null) {
            throw new IllegalArgumentException("the tree head's size is not a plain decimal number");
        }
        return new TreeHead(size, Hash.at(root, 0), opened.bytes());
    }

    /** A number from 0 as the database writes them: no sign, no leading zeros, at most 63 bits; null for anything else. */
    static @Nullable Long number(String digits) {
        if (digits.isEmpty() || digits.length() > 19 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        if (digits.startsWith("0") && digits.length() > 1) {
            return null;
        }
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null; // 19 digits, but beyond 63 bits
        }
    }

    /** The text that a database signs for a tree of {@code size} records with that {@code root}. */
    public static String text(long size, Hash root) {
        return FIRST_LINE + "\n" + size + "\n" + root.base64() + "\n";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TreeHead head && size == head.size && root.equals(head.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return size + " records, " + root;
    }
}
