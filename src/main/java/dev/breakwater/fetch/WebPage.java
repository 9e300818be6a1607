package dev.breakwater.fetch;

import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Tells a web page from what was asked for: a network that wants a login, and a mirror in maintenance, answer every
 * question with one. That says nothing of the thing that was asked for.
 */
final class WebPage {
    /** So many bytes are enough to tell. */
    static final int BEGINNING = 256;

    private WebPage() {}

    /** Whether {@code content} is one. */
    static boolean begins(Content content) throws IOException {
        try (InputStream stream = content.stream()) {
            return begins(stream.readNBytes(BEGINNING));
        }
    }

    /** Whether what begins with {@code bytes} is one. */
    static boolean begins(byte[] bytes) {
        int length = Math.min(bytes.length, BEGINNING);
        String start = new String(bytes, 0, length, StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html") || start.startsWith("<html");
    }
}
