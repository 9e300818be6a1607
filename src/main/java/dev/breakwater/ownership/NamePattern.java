package dev.breakwater.ownership;

import dev.breakwater.config.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shell pattern, with the meaning of Go's {@code path.Match}, but case-insensitive: {@code *} and {@code ?} match anything
 * but a slash, {@code [a-z]} and {@code [^a-z]} one character, {@code \} takes the next character for itself.
 */
public final class NamePattern {
    /** A condition on one character, or on a run of them. */
    private sealed interface Term {
        record Star() implements Term {}

        record Any() implements Term {}

        record SingleCharacter(int c) implements Term {}

        record Among(boolean negated, List<CharacterRange> ranges) implements Term {}
    }

    private record CharacterRange(int low, int high) {}

    private final String text;
    private final Term[] terms;

    private NamePattern(String text, List<Term> terms) {
        this.text = text;
        this.terms = terms.toArray(Term[]::new);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is malformed; the message says how
     */
    public static NamePattern parse(String text) {
        return new PatternReader(text).read();
    }

    String text() {
        return text;
    }

    /** Whether it matches all of {@code name}. Takes time proportional to both lengths at most. */
    public boolean matches(String name) {
        return matches(name, false);
    }

    /** The same; case-sensitive if {@code exactly}. */
    boolean matches(String name, boolean exactly) {
        int term = 0;
        int at = 0;
        int starAt = -1;
        int starTerm = -1;
        while (at < name.length()) {
            if (term < terms.length && terms[term] instanceof Term.Star) {
                starTerm = term++;
                starAt = at;
            } else if (term < terms.length && matches(terms[term], name.charAt(at), exactly)) {
                term++;
                at++;
            } else if (starTerm >= 0 && name.charAt(starAt) != '/') {
                // The last star takes one character more; an earlier one need never take another.
                at = ++starAt;
                term = starTerm + 1;
            } else {
                return false;
            }
        }
        while (term < terms.length && terms[term] instanceof Term.Star) {
            term++;
        }
        return term == terms.length;
    }

    private static boolean matches(Term term, char c, boolean exactly) {
        return switch (term) {
            case Term.Star() -> false;
            case Term.Any() -> c != '/';
            case Term.SingleCharacter(int one) -> exactly ? one == c : lower(one) == lower(c);
            // An exclusion is case-sensitive: Go would take its other case for private too.
            case Term.Among(boolean negated, List<CharacterRange> ranges) ->
                negated
                        ? !among(ranges, c)
                        : among(ranges, c)
                                || (!exactly
                                        && (among(ranges, lower(c)) || among(ranges, Character.toUpperCase((int) c))));
        };
    }

    private static boolean among(List<CharacterRange> ranges, int c) {
        return ranges.stream().anyMatch(range -> range.low <= c && c <= range.high);
    }

    private static int lower(int c) {
        return Character.toLowerCase(c);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class PatternReader {
        private final String text;
        private int at;

        PatternReader(String text) {
            this.text = text;
        }

        NamePattern read() {
            List<Term> terms = new ArrayList<>();
            while (at < text.length()) {
                char c = text.charAt(at++);
                switch (c) {
                    case '*' -> terms.add(new Term.Star());
                    case '?' -> terms.add(new Term.Any());
                    case '[' -> {
                        Term among = among();
                        if (among == null) {
                            throw bad("it has a \"[\" without a proper \"]\"");
                        }
                        terms.add(among);
                    }
                    case '\\' -> {
                        if (at == text.length()) {
                            throw bad("it ends in a backslash");
                        }
                        terms.add(new Term.SingleCharacter(text.charAt(at++)));
                    }
                    default -> terms.add(new Term.SingleCharacter(c));
                }
            }
            return new NamePattern(text, terms);
        }

        private IllegalArgumentException bad(String why) {
            return new IllegalArgumentException('"' + SafeText.shown(text) + "\" is not a valid pattern: " + why);
        }

        private @Nullable Term among() {
            boolean negated = at < text.length() && text.charAt(at) == '^';
            if (negated) {
                at++;
            }
            List<CharacterRange> ranges = new ArrayList<>();
            while (ranges.isEmpty() || (at < text.length() && text.charAt(at) != ']')) {
                int low = bound();
                int high = low;
                if (at < text.length() && text.charAt(at) == '-') {
                    at++;
                    high = bound();
                }
                if (low < 0 || high < 0) {
                    return null;
                }
                ranges.add(new CharacterRange(low, high));
            }
            return at++ < text.length() ? new Term.Among(negated, ranges) : null;
        }

        /** One end of a range; negative if there is none. */
        private int bound() {
            if (at == text.length() || text.charAt(at) == '-' || text.charAt(at) == ']') {
                return -1;
            }
            if (text.charAt(at) == '\\') {
                at++;
            }
            return at == text.length() ? -1 : text.charAt(at++);
        }
    }
}
