package dev.breakwater.config;

import java.util.List;
import java.util.regex.Pattern;

/** Untrusted text, made safe for messages. */
public final class SafeText {
    private static final int LONGEST = 120;

    private static final Pattern USER = Pattern.compile("(?<=//)[^/\\s]*@");

    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    private SafeText() {}

    /** {@code text} without the user and password of any URL in it. */
    public static String masked(String text) {
        return USER.matcher(text).replaceAll(Secret.MASK + "@");
    }

    /** The parts of {@code text} between commas and blanks. */
    public static List<String> words(String text) {
        return SEPARATORS.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
    }

    /** {@code text} on one line, without control characters, cut if it is long. */
    public static String shown(String text) {
        return shown(text, LONGEST);
    }

    /** The same, cut after {@code longest} characters. */
    public static String shown(String text, int longest) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> {
            boolean harmless = !Character.isISOControl(c)
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                    && Character.getType(c) != Character.SURROGATE;
            clean.appendCodePoint(harmless ? c : 0xfffd);
        });
        return text.codePointCount(0, text.length()) > longest ? clean + "…" : clean.toString();
    }
}
