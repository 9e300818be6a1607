package dev.breakwater.format.go.module;

/**
 * Unicode's simple case folding, by which file names of a module must differ: two characters are the same where one
 * folds to the other ({@code unicode.SimpleFold} of Go). Held against Go's tables by a test.
 */
public final class CaseFolding {
    private static final int DOTTED_CAPITAL_I = 0x130;
    private static final int DOTLESS_SMALL_I = 0x131;

    private CaseFolding() {}

    /** The character that stands for all that are the same as {@code c}. */
    public static int fold(int c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
        }
        // These two fold only in Turkish, by Unicode's table; Java's conversions know it otherwise.
        if (c == DOTTED_CAPITAL_I || c == DOTLESS_SMALL_I) {
            return c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
