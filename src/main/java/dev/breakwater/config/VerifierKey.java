package dev.breakwater.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that a checksum database signs with, {@code name+hash+base64}, as {@code golang.org/x/mod/sumdb/note} has it:
 * the hash is the first 4 bytes of SHA-256(name ‖ "\n" ‖ key), in hex; the key is one byte for Ed25519 (1) and 32 more.
 */
record VerifierKey(String name, String text) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9.:/_~-]*)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
    private static final String FORM_SAID = "copy the whole key: name+8 hexadecimal digits+base64, as in"
            + " sum.example.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    /** Reads one. */
    static Parsed<VerifierKey> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || parts.group(1).endsWith("/")) {
            return new Parsed.Wrong<>("is no verifier key", FORM_SAID);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(parts.group(3));
        } catch (IllegalArgumentException e) {
            return new Parsed.Wrong<>("is no verifier key: its last part is no base64", FORM_SAID);
        }
        if (key.length != 33 || key[0] != 1) {
            return new Parsed.Wrong<>("is no Ed25519 verifier key", FORM_SAID);
        }
        return hash(parts.group(1), key).equals(parts.group(2))
                ? new Parsed.Right<>(new VerifierKey(parts.group(1), text))
                : new Parsed.Wrong<>("is a verifier key with a typing mistake: its hash does not fit", FORM_SAID);
    }

    private static String hash(String name, byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
