package dev.breakwater.sumdb;

import dev.breakwater.config.ParseResult;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parser of a {@link VerifierKey} in a configuration; explains how to fix an invalid one. */
final class VerifierKeyText {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9.:/_~-]*)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
    private static final String FORM_SAID = "copy the whole key: name+8 hexadecimal digits+base64, as in"
            + " sum.example.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    private VerifierKeyText() {}

    static ParseResult<VerifierKey> read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || parts.group(1).endsWith("/")) {
            return new ParseResult.Wrong<>("is not a valid verifier key", FORM_SAID);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(parts.group(3));
        } catch (IllegalArgumentException e) {
            return new ParseResult.Wrong<>("is not a valid verifier key: its last part is not base64", FORM_SAID);
        }
        if (key.length != 33 || key[0] != 1) {
            return new ParseResult.Wrong<>("is not an Ed25519 verifier key", FORM_SAID);
        }
        try {
            return new ParseResult.Right<>(VerifierKey.parse(text));
        } catch (IllegalArgumentException e) {
            return new ParseResult.Wrong<>("is a verifier key with a typo: its hash does not match", FORM_SAID);
        }
    }
}
