package dev.breakwater.auth;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Permissions and where they apply, as configured.
 *
 * @param may the permissions
 * @param repositories the repositories' names; empty for all
 * @param patterns the confidential names, by the globs of their format; empty for all
 */
public record Scope(Set<Permission> may, List<String> repositories, List<String> patterns) {
    public Scope {
        may = Set.copyOf(may);
        repositories = List.copyOf(repositories);
        patterns = List.copyOf(patterns);
    }

    /** The same, ready for checks; {@code globs} compiles patterns into matchers. */
    Grant grant(Function<List<String>, BiPredicate<String, String>> globs) {
        return new Grant(may, Set.copyOf(repositories), patterns.isEmpty() ? (_, _) -> true : globs.apply(patterns));
    }
}
