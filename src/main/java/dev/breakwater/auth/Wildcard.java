package dev.breakwater.auth;

/** Text with stars, each for any characters or none, as names of callers and values of claims are written in rules. */
final class Wildcard {
    private Wildcard() {}

    /**
     * Whether {@code pattern} matches all of {@code text}, case-sensitively; takes time proportional to the product of both
     * lengths at most.
     */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int from = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                from = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
