package dev.breakwater.format.go.module;

/** Quotes untrusted text for one line of an error message: escapes what is not printable, cuts what is long. */
public final class Quote {
    private static final int LONGEST = 160;

    private Quote() {}

    public static String of(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST) + 8).append('"');
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if ((c >= ' ' && c < 0x7f) || Character.isLetter(c)) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.append(text.length() > LONGEST ? "…\"" : "\"").toString();
    }
}
