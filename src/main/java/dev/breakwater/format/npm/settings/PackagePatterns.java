package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Globs;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import dev.breakwater.ownership.NamePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns of package names: {@code @acme/*}, {@code acme-*}, or a whole name. Case does not count. */
final class PackagePatterns {
    static final Type<String> TYPE =
            Types.TEXT.named("pattern of package names").where(PackagePatterns::wrong);

    private static final String FORMS = "write @acme/* for a scope, acme-* for a prefix, or a whole name";

    private PackagePatterns() {}

    /** The pattern of all packages of {@code scope}, which begins with an at sign. */
    static String ofScope(String scope) {
        return scope + "/*";
    }

    /** The scope that {@code pattern} is a part of; null if it is all of one, or is in no single scope. */
    static @Nullable String partOf(String pattern) {
        int slash = pattern.indexOf('/');
        return !pattern.startsWith("@") || slash < 0 || pattern.substring(slash).equals("/*")
                ? null
                : pattern.substring(0, slash);
    }

    /** Whether {@code patterns} match every package of {@code scope}. */
    static boolean haveAllOf(String scope, List<String> patterns) {
        return patterns.stream().anyMatch(each -> Globs.covers(each, ofScope(scope)));
    }

    private static ParseResult.@Nullable Wrong<String> wrong(String pattern) {
        if (pattern.contains("://")) {
            return new ParseResult.Wrong<>("is a URL", FORMS);
        }
        if (pattern.indexOf(',') >= 0 || pattern.indexOf(' ') >= 0) {
            return new ParseResult.Wrong<>(
                    "has several patterns", "write each as an element of its own: [\"@acme/*\", \"acme-*\"]");
        }
        int slash = pattern.indexOf('/');
        if (pattern.startsWith("@") && (slash < 0 || slash == pattern.length() - 1)) {
            String scope = slash < 0 ? pattern : pattern.substring(0, slash);
            return new ParseResult.Wrong<>("is a scope without packages", "write \"" + ofScope(scope) + "\"");
        }
        if (slash >= 0 && (!pattern.startsWith("@") || slash == 1 || pattern.indexOf('/', slash + 1) >= 0)) {
            return new ParseResult.Wrong<>("does not match any package name", FORMS);
        }
        try {
            NamePattern.parse(pattern);
            return null;
        } catch (IllegalArgumentException e) {
            return new ParseResult.Wrong<>(
                    "is not a valid pattern", "close each [ with a ], write a character after each \\, no empty []");
        }
    }
}
