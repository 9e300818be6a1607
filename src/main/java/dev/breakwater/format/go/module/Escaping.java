package dev.breakwater.format.go.module;

import org.jspecify.annotations.Nullable;

/**
 * The way module paths and versions are written in URLs and file names that must not depend on case: an upper-case
 * letter is {@code !} and the lower-case one (golang.org/x/mod/module, "Escaped Paths").
 */
public final class Escaping {
    private Escaping() {}

    /** Escapes {@code plain}, which is ASCII without {@code !}. */
    public static String escape(String plain) {
        int first = 0;
        while (first < plain.length() && !isUpper(plain.charAt(first))) {
            first++;
        }
        if (first == plain.length()) {
            return plain;
        }
        StringBuilder out = new StringBuilder(plain.length() + 8).append(plain, 0, first);
        for (int i = first; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (isUpper(c)) {
                out.append('!').append((char) (c + 'a' - 'A'));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** The plain form; null if {@code escaped} is not a valid escaped form, see {@link #fault}. */
    public static @Nullable String unescape(String escaped) {
        if (fault(escaped) != null) {
            return null;
        }
        if (escaped.indexOf('!') < 0) {
            return escaped;
        }
        StringBuilder out = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '!') {
                i++;
                out.append((char) (escaped.charAt(i) + 'A' - 'a'));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Why {@code escaped} is not a valid escaped form; null if it is one. */
    static @Nullable String fault(String escaped) {
        boolean afterMark = false;
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (afterMark && (c < 'a' || c > 'z')) {
                return "an exclamation mark must be followed by a lower-case letter";
            }
            if (isUpper(c)) {
                return "upper-case letters are written with an exclamation mark here, as in \"!"
                        + (char) (c + 'a' - 'A') + "\" for \"" + c + "\"";
            }
            if (c >= 0x80) {
                return "it has the character " + Quote.of(Character.toString(c)) + ", which is not ASCII";
            }
            afterMark = c == '!';
        }
        return afterMark ? "an exclamation mark must be followed by a lower-case letter" : null;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
