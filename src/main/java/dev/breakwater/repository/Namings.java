package dev.breakwater.repository;

import dev.breakwater.store.Key;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The naming of each repository, by its format. Thread-safe. */
@FunctionalInterface
public interface Namings {
    /**
     * The naming of a repository.
     *
     * @param stored the repository's name, or another under which the store keeps something of it, see {@link Naming#keeps}
     */
    Naming of(String stored);

    /** The package and version of the entry of {@code key}; null if it is of no package. */
    default Naming.@Nullable PackageVersion of(Key key) {
        return of(key.repository()).of(key.path());
    }

    /** Whether {@code patterns} match a package name of a repository: takes the repository, then the name. */
    default BiPredicate<String, String> packages(List<String> patterns) {
        Map<Naming, Predicate<String>> matchers = new ConcurrentHashMap<>();
        return (repository, name) -> matchers.computeIfAbsent(of(repository), naming -> naming.packages(patterns))
                .test(name);
    }

    /** Which entries belong to packages that {@code patterns} match. */
    default Predicate<Key> entries(List<String> patterns) {
        Map<Naming, Predicate<Key>> matchers = new ConcurrentHashMap<>();
        return key -> matchers.computeIfAbsent(of(key.repository()), naming -> naming.entries(patterns))
                .test(key);
    }
}
