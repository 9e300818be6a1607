package dev.breakwater.format.go.module;

/**
 * Unicode's simple case folding, by which file names of a module must differ: two characters are the same if one folds to the
 * other ({@code unicode.SimpleFold} of Go). A test compares it with Go's tables.
 */
public final class CaseFolding {
    private static final int DOTTED_CAPITAL_I = 0x130;
    private static final int DOTLESS_SMALL_I = 0x131;

    private CaseFolding() {}

    /** The character that represents all characters that fold to {@code c}. */
    public static int fold(int c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
        }
        // By Unicode's table these two fold only in Turkish; Java's conversions always fold them.
        if (c == DOTTED_CAPITAL_I || c == DOTLESS_SMALL_I) {
            return c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
