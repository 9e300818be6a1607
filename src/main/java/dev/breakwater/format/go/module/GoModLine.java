package dev.breakwater.format.go.module;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a go.mod file: its tokens, quotes taken off, and its comment without the slashes. See "go.mod files" of the
 * Go modules reference, lexical elements.
 */
record GoModLine(List<String> tokens, String comment) {
    private static final int MOST_TOKENS = 64;
    private static final String PUNCTUATION = "()[]{},";

    static GoModLine parse(String line) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < line.length() && tokens.size() < MOST_TOKENS) {
            char c = line.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (line.startsWith("//", at)) {
                return new GoModLine(tokens, line.substring(at + 2).strip());
            } else if (PUNCTUATION.indexOf(c) >= 0) {
                tokens.add(Character.toString(c));
                at++;
            } else if (c == '"' || c == '`') {
                int end = closing(line, at);
                tokens.add(unquote(line.substring(at + 1, end), c));
                at = end + 1;
            } else {
                int end = wordEnd(line, at);
                tokens.add(line.substring(at, end));
                at = end;
            }
        }
        return new GoModLine(tokens, "");
    }

    /** Where the quote that opens at {@code at} closes; the line's end if it does not. */
    private static int closing(String line, int at) {
        char quote = line.charAt(at);
        int i = at + 1;
        while (i < line.length() && line.charAt(i) != quote) {
            i += quote == '"' && line.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, line.length());
    }

    /** No module path and no version has a character that needs escaping, so unescaping only drops the backslash. */
    private static String unquote(String inner, char quote) {
        return quote == '"' && inner.indexOf('\\') >= 0 ? inner.replaceAll("\\\\(.)", "$1") : inner;
    }

    private static int wordEnd(String line, int at) {
        int end = at;
        while (end < line.length()
                && !Character.isWhitespace(line.charAt(end))
                && PUNCTUATION.indexOf(line.charAt(end)) < 0
                && !line.startsWith("//", end)) {
            end++;
        }
        return end;
    }
}
