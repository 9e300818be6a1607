package dev.breakwater.sumdb;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 as Go's {@code base64.StdEncoding} reads it on one line: padding is required, which the JDK's decoder leaves optional.
 */
final class Base64Text {
    private Base64Text() {}

    /** The bytes, or null if it is not base64. */
    static byte @Nullable [] decode(String text) {
        if (text.length() % 4 != 0) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
