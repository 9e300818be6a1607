package dev.breakwater.http;

/** Text that is safe in a header. */
final class HeaderText {
    private HeaderText() {}

    /** {@code value} with everything but visible ASCII and spaces replaced. */
    static String header(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!visible(value.charAt(i))) {
                return replaced(value);
            }
        }
        return value;
    }

    private static boolean visible(char c) {
        return c >= ' ' && c < 0x7f;
    }

    private static String replaced(String value) {
        StringBuilder clean = new StringBuilder(value.length());
        value.chars().forEach(c -> clean.append(visible((char) c) ? (char) c : '?'));
        return clean.toString();
    }
}
