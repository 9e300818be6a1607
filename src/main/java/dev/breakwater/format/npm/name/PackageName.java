package dev.breakwater.format.npm.name;

import java.util.Optional;

/**
 * The name of a package: {@code name} or {@code @scope/name}, at most 214 characters (package.json, "name"). Old packages have
 * capitals, which count, and some further characters that URLs allow (validate-npm-package-name).
 *
 * @param text the whole name, decoded
 */
public record PackageName(String text) implements Comparable<PackageName> {
    private static final int LONGEST = 214;
    private static final String FURTHER = "-._~!'()*";

    /** Checks nothing: for names that {@link #parse} has accepted. */
    public PackageName {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a package has a name");
        }
    }

    /** The name in {@code text}, which is decoded; empty if it is not a valid one. */
    public static Optional<PackageName> parse(String text) {
        return fault(text).isEmpty() ? Optional.of(new PackageName(text)) : Optional.empty();
    }

    /** What is wrong with {@code text} as a package name; empty if nothing is. */
    public static String fault(String text) {
        if (text.length() > LONGEST) {
            return "has more than " + LONGEST + " characters";
        }
        if (!text.startsWith("@")) {
            return elementFault(text);
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return "has a scope alone; expected @scope/name";
        }
        String scope = elementFault(text.substring(1, slash));
        return scope.isEmpty() ? elementFault(text.substring(slash + 1)) : scope;
    }

    private static String elementFault(String element) {
        if (element.isEmpty()) {
            return "has an empty part";
        }
        if (element.charAt(0) == '.' || element.charAt(0) == '_') {
            return "begins with " + element.charAt(0);
        }
        boolean plain = element.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || FURTHER.indexOf(c) >= 0);
        return plain ? "" : "has a character that is not allowed";
    }

    /** The scope with its {@code @}; empty if it has none. */
    public String scope() {
        return text.startsWith("@") ? text.substring(0, text.indexOf('/')) : "";
    }

    /** The name without its scope: a tarball's file name begins with it. */
    public String base() {
        return text.substring(text.indexOf('/') + 1);
    }

    /** The path of a version's tarball below a registry, as every registry of the public npm registry's kind has it. */
    public String tarball(SemanticVersion version) {
        return text + "/-/" + base() + "-" + version.text() + ".tgz";
    }

    /** As registries expect it in a path: the slash behind the scope is part of the name (npm-package-arg, {@code escapedName}). */
    public String escaped() {
        return text.startsWith("@") ? text.replace("/", "%2f") : text;
    }

    @Override
    public int compareTo(PackageName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
