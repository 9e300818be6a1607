package dev.breakwater.testing;

import java.util.Locale;
import java.util.Optional;

/** The proxy protocol's escaping of capital letters: {@code A} is {@code !a} (golang.org/x/mod/module.EscapePath). */
public final class Escaped {
    private Escaped() {}

    /** {@code text} as it stands in an address. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c >= 'A' && c <= 'Z') {
                escaped.append('!');
            }
            escaped.append((char) c);
        });
        return escaped.toString().toLowerCase(Locale.ROOT);
    }

    /** What {@code escaped} stands for; empty where it is not the escaped form of anything. */
    static Optional<String> unescape(String escaped) {
        StringBuilder plain = new StringBuilder();
        boolean capital = false;
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            boolean small = c >= 'a' && c <= 'z';
            if ((c >= 'A' && c <= 'Z') || (capital && !small)) {
                return Optional.empty();
            }
            if (c != '!') {
                plain.append(capital ? Character.toUpperCase(c) : c);
            }
            capital = c == '!';
        }
        if (capital) {
            return Optional.empty();
        }
        return Optional.of(plain.toString());
    }
}
