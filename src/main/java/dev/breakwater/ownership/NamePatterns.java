package dev.breakwater.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Patterns of package names in the form of GOPRIVATE, which every format takes: a name is matched by one that matches as many of
 * its first elements as the pattern has ({@code MatchPrefixPatterns} of golang.org/x/mod/module). Unlike there, matching ignores
 * case: a private name in another spelling must not leave the server either.
 */
public final class NamePatterns {
    /** The result of matching a path against the patterns. */
    public sealed interface Match {
        /** No pattern matches it. */
        record NotPrivate() implements Match {}

        /** {@code pattern} matches it. */
        record Within(String pattern) implements Match {}

        /**
         * It is shorter than {@code pattern}, whose first elements match it, as {@code git.example.com} under
         * {@code git.example.com/*}. The go command asks for it on its way to longer paths; nothing exists there, and the name
         * is private too.
         */
        record Above(String pattern) implements Match {}
    }

    /** A pattern, and one for each of its elements. */
    private record Prefix(NamePattern whole, List<NamePattern> elements) {}

    private static final Match NONE = new Match.NotPrivate();

    private final List<Prefix> prefixes;
    private final List<String> faults;

    private NamePatterns(List<Prefix> prefixes, List<String> faults) {
        this.prefixes = List.copyOf(prefixes);
        this.faults = List.copyOf(faults);
    }

    /** Reads patterns separated by commas. Malformed ones match nothing; {@link #faults()} lists them. */
    public static NamePatterns parse(String commaSeparated) {
        return of(List.of(commaSeparated.split(",", -1)));
    }

    /** Takes patterns one by one. Malformed ones match nothing; {@link #faults()} lists them. */
    public static NamePatterns of(List<String> patterns) {
        List<Prefix> prefixes = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String pattern : patterns) {
            String trimmed = plain(pattern);
            if (trimmed.isEmpty()) {
                continue;
            }
            try {
                prefixes.add(new Prefix(NamePattern.parse(trimmed), elements(trimmed)));
            } catch (IllegalArgumentException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        return new NamePatterns(prefixes, faults);
    }

    /** A pattern as {@link Match.Within} names it: without a slash at the end. */
    public static String plain(String pattern) {
        return pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    private static List<NamePattern> elements(String pattern) {
        try {
            return Stream.of(pattern.split("/", -1)).map(NamePattern::parse).toList();
        } catch (IllegalArgumentException e) {
            // A slash in brackets: such a pattern has no elements of its own.
            return List.of();
        }
    }

    /** What is wrong with the malformed patterns, for the operator: they keep nothing private. */
    public List<String> faults() {
        return faults;
    }

    /** Whether the name is private, within a pattern or above it, so that it must not leave the server. */
    public boolean isPrivate(String name) {
        return !(match(name) instanceof Match.NotPrivate);
    }

    /** Whether a pattern matches {@code path}, case-sensitively: for permissions, not for privacy. */
    public boolean give(String path) {
        return prefixes.stream().anyMatch(prefix -> isWithin(prefix, path, true));
    }

    /** Matches {@code path}: the first pattern that matches it counts, and any that does before one that is longer than it. */
    public Match match(String path) {
        Optional<String> within = prefixes.stream()
                .filter(prefix -> isWithin(prefix, path, false))
                .map(prefix -> prefix.whole.text())
                .findFirst();
        if (within.isPresent()) {
            return new Match.Within(within.get());
        }
        return prefixes.stream()
                .filter(prefix -> isAbove(prefix, path))
                .map(prefix -> (Match) new Match.Above(prefix.whole.text()))
                .findFirst()
                .orElse(NONE);
    }

    private static boolean isWithin(Prefix prefix, String path, boolean exactly) {
        int slashes = (int) prefix.whole.text().chars().filter(c -> c == '/').count();
        int end = 0;
        for (int i = 0; i <= slashes; i++) {
            if (i > 0 && end == path.length()) {
                return false;
            }
            int slash = path.indexOf('/', i == 0 ? 0 : end + 1);
            end = slash < 0 ? path.length() : slash;
        }
        return prefix.whole.matches(path.substring(0, end), exactly);
    }

    private static boolean isAbove(Prefix prefix, String path) {
        String[] elements = path.split("/", -1);
        if (elements.length >= prefix.elements.size()) {
            return false;
        }
        for (int i = 0; i < elements.length; i++) {
            if (!prefix.elements.get(i).matches(elements[i])) {
                return false;
            }
        }
        return true;
    }
}
