package dev.breakwater.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes texts fit for a header or for the body of an error. */
final class HeaderText {
    /** The go command prints at most this much of an error, and only up to the first blank line (web.hasNonGraphic). */
    private static final int LINES = 8;

    private static final int BYTES = 648;

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

    /**
     * {@code parts}, each one or more lines, as the body of an error: at most 8 lines and 648 bytes of UTF-8, no blank
     * line, no control characters, a line break at the end.
     */
    static byte[] error(List<String> parts) {
        StringBuilder body = new StringBuilder();
        parts.stream()
                .flatMap(String::lines)
                .map(HeaderText::graphic)
                .filter(line -> !line.isBlank())
                .limit(LINES)
                .forEach(line -> body.append(line.stripTrailing()).append('\n'));
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return bytes.length <= BYTES ? bytes : cut(bytes);
    }

    private static String graphic(String line) {
        StringBuilder clean = new StringBuilder(line.length());
        line.codePoints()
                .map(c -> c == '\t' ? ' ' : c)
                .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) || surrogate(c) ? '?' : c));
        return clean.toString();
    }

    private static boolean surrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static byte[] cut(byte[] bytes) {
        String tail = "…\n";
        int end = BYTES - tail.getBytes(StandardCharsets.UTF_8).length;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        String kept = new String(bytes, 0, end, StandardCharsets.UTF_8).stripTrailing();
        return (kept + tail).getBytes(StandardCharsets.UTF_8);
    }
}
