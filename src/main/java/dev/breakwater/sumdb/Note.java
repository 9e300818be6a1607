package dev.breakwater.sumdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A signed note, opened: a text of which a known key has signed every byte. On the wire it is the text, a blank line, and
 * signature lines {@code — name base64(key hash ‖ signature)}. The rules are those of {@code note.Open} in
 * golang.org/x/mod/sumdb/note; like there, a second signature of the same key is ignored.
 *
 * @param text what was signed
 * @param bytes the note with that one signature; any sender could have added others, of any length
 */
record Note(String text, byte[] bytes) {
    /** The maximum size in bytes; no known note comes near it. */
    static final int MAX_SIZE = 1_000_000;

    private static final int MAX_SIGNATURES = 100;
    private static final String SIGNATURE = "— ";
    private static final int KEY_HASH = 4;

    /**
     * Opens a note.
     *
     * @throws IllegalArgumentException if it is malformed, is not signed by {@code key}, or carries a wrong signature
     *     of it; the message says which
     */
    static Note open(byte[] note, VerifierKey key) {
        if (note.length > MAX_SIZE) {
            throw malformed("it has " + note.length + " bytes, more than " + MAX_SIZE);
        }
        String whole = Utf8.decode(note);
        if (whole == null) {
            throw malformed("it holds control characters or is not UTF-8");
        }
        int blank = whole.lastIndexOf("\n\n");
        if (blank < 0) {
            throw malformed("there is no blank line before the signatures");
        }
        String text = whole.substring(0, blank + 1);
        String signatures = whole.substring(blank + 2);
        if (!signatures.endsWith("\n")) {
            throw malformed("it does not end with a signature line");
        }
        String signature = signature(text, signatures, key);
        if (signature == null) {
            throw new IllegalArgumentException("the note is not signed by " + key.name() + ", whose key is expected");
        }
        return new Note(text, (text + "\n" + signature + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The line of the first signature by {@code key}, after verifying it; null if there is none. */
    private static @Nullable String signature(String text, String signatures, VerifierKey key) {
        String found = null;
        int count = 0;
        for (int from = 0; from < signatures.length(); ) {
            int end = signatures.indexOf('\n', from);
            String written = signatures.substring(from, end);
            SignatureLine line = SignatureLine.parse(written);
            from = end + 1;
            if (++count > MAX_SIGNATURES) {
                throw malformed("it has more than " + MAX_SIGNATURES + " signatures");
            }
            if (found != null || !line.isOf(key)) {
                continue;
            }
            if (!key.verifies(text.getBytes(StandardCharsets.UTF_8), line.signature())) {
                throw new IllegalArgumentException("the note's signature by " + key.name() + " is wrong");
            }
            found = written;
        }
        return found;
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("the signed note is malformed: " + why);
    }

    /** A signature line: the signer's name, and the key hash with the signature after it. */
    private record SignatureLine(String name, byte[] bytes) {
        static SignatureLine parse(String line) {
            int space = line.indexOf(' ', SIGNATURE.length());
            if (!line.startsWith(SIGNATURE) || space < 0) {
                throw malformed("a signature line is not \"— name base64\"");
            }
            String name = line.substring(SIGNATURE.length(), space);
            byte[] bytes = Base64Text.decode(line.substring(space + 1));
            if (bytes == null || bytes.length <= KEY_HASH || !VerifierKey.isName(name)) {
                throw malformed("a signature line has a bad name or bad base64");
            }
            return new SignatureLine(name, bytes);
        }

        boolean isOf(VerifierKey key) {
            int hash = (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
            return name.equals(key.name()) && hash == key.hash();
        }

        byte[] signature() {
            return Arrays.copyOfRange(bytes, KEY_HASH, bytes.length);
        }
    }
}
