package dev.breakwater.format.npm.name;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of a package (semver.org 2.0.0, as node-semver reads it strictly). Build metadata is not part of it: the registry
 * drops it.
 *
 * @param text as it is written, such as {@code 1.2.3-rc.1}
 */
public record SemanticVersion(String text) implements Comparable<SemanticVersion> {
    private static final int LONGEST = 256;
    private static final String NUMBER = "(?:0|[1-9][0-9]{0,15})";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-" + IDENTIFIER
            + "(?:\\." + IDENTIFIER + ")*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    /** The version in {@code text}; empty if it is not a valid one. */
    public static Optional<SemanticVersion> parse(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches()
                ? Optional.of(new SemanticVersion(text))
                : Optional.empty();
    }

    /** The newest of {@code versions}, a release if there is one; empty if there are none. */
    public static Optional<String> newest(Collection<String> versions) {
        return versions.stream()
                .map(SemanticVersion::new)
                .max(Comparator.<SemanticVersion, Boolean>comparing(version -> !version.prerelease())
                        .thenComparing(Comparator.naturalOrder()))
                .map(SemanticVersion::text);
    }

    /** Whether it is one before a release, such as {@code 2.0.0-beta.1}. */
    public boolean prerelease() {
        return !rest().isEmpty();
    }

    private String core() {
        String whole = whole();
        int dash = whole.indexOf('-');
        return dash < 0 ? whole : whole.substring(0, dash);
    }

    private String rest() {
        String whole = whole();
        int dash = whole.indexOf('-');
        return dash < 0 ? "" : whole.substring(dash + 1);
    }

    private String whole() {
        int plus = text.indexOf('+');
        return plus < 0 ? text : text.substring(0, plus);
    }

    /** By precedence (semver.org 2.0.0 §11); versions of one precedence by their text. */
    @Override
    public int compareTo(SemanticVersion other) {
        int core = compare(core(), other.core());
        if (core != 0) {
            return core;
        }
        if (prerelease() != other.prerelease()) {
            return prerelease() ? -1 : 1;
        }
        int rest = compare(rest(), other.rest());
        return rest != 0 ? rest : text.compareTo(other.text);
    }

    /** Compares identifiers between dots: numbers by size and before words, words by ASCII, fewer before more. */
    private static int compare(String some, String others) {
        List<String> left = List.of(some.split("\\."));
        List<String> right = List.of(others.split("\\."));
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareIdentifiers(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareIdentifiers(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        return number && one.length() != other.length()
                ? Integer.compare(one.length(), other.length())
                : one.compareTo(other);
    }

    private static boolean isNumber(String identifier) {
        return !identifier.isEmpty() && identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return text;
    }
}
