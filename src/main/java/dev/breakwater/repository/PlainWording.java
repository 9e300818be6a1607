package dev.breakwater.repository;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Errors as lines of text: no blank line, no control characters, a line break at the end.
 *
 * @param lines the most lines
 * @param bytes the most bytes of UTF-8. The go command prints no more than 8 lines and 648 bytes of an error, and only up to
 *     the first blank line ({@code web.hasNonGraphic} of cmd/go); other clients print more
 */
record PlainWording(int lines, int bytes) implements Wording {
    /** The wording that every client prints whole. */
    static final PlainWording USUAL = new PlainWording(8, 648);

    @Override
    public String type() {
        return "text/plain; charset=utf-8";
    }

    @Override
    public byte[] error(int status, List<String> parts) {
        StringBuilder body = new StringBuilder();
        parts.stream()
                .flatMap(String::lines)
                .map(PlainWording::graphic)
                .filter(line -> !line.isBlank())
                .limit(lines)
                .forEach(line -> body.append(line.stripTrailing()).append('\n'));
        byte[] all = body.toString().getBytes(StandardCharsets.UTF_8);
        return all.length <= bytes ? all : cut(all);
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

    private byte[] cut(byte[] all) {
        String tail = "…\n";
        int end = bytes - tail.getBytes(StandardCharsets.UTF_8).length;
        while ((all[end] & 0xc0) == 0x80) {
            end--;
        }
        String kept = new String(all, 0, end, StandardCharsets.UTF_8).stripTrailing();
        return (kept + tail).getBytes(StandardCharsets.UTF_8);
    }
}
