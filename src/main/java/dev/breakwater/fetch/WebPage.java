package dev.breakwater.fetch;

import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Tells a web page from the requested content: a network that requires a login, and a mirror in maintenance, answer every
 * request with one. That says nothing about the resource.
 */
final class WebPage {
    /** How many bytes are enough to tell. */
    static final int BEGINNING = 256;

    private WebPage() {}

    /** Whether {@code content} is one. */
    static boolean begins(Content content) throws IOException {
        try (InputStream stream = content.stream()) {
            return begins(stream.readNBytes(BEGINNING));
        }
    }

    /** Whether content that begins with {@code bytes} is one. */
    static boolean begins(byte[] bytes) {
        int length = Math.min(bytes.length, BEGINNING);
        String start = new String(bytes, 0, length, StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html") || start.startsWith("<html");
    }
}
