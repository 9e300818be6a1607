package dev.breakwater.repository;

import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What things are called in a format: which package and version an entry is of, how versions are ordered, and what a pattern
 * matches. Catalogue, permissions, retention and pages ask it, by {@link Namings}, so that they know no format.
 */
public interface Naming {
    /**
     * A file of a version.
     *
     * @param module the module's path, as people write it
     * @param version the version; empty for what is of the module as a whole
     * @param kind {@code zip}, {@code mod}, {@code info}; {@code list} …
     */
    record PackageVersion(String module, String version, String kind) {}

    /** What {@code path} is of, percent-encoded or not; null where it is of no module. */
    @Nullable
    PackageVersion of(String path);

    /** Less than 0 if {@code version} comes before {@code other}; both are of {@link PackageVersion}. */
    int compare(String version, String other);

    /** Whether {@code text} is a whole package name, and no pattern of some. */
    boolean isPackage(String text);

    /** Which package names {@code patterns} match, as an operator who writes permissions means it. */
    Predicate<String> packages(List<String> patterns);

    /**
     * Which package names are kept back if {@code patterns} are private: at least what they match, and what is so like it that its
     * name must not leave either, such as another spelling. What can be no package name is not kept back.
     */
    Predicate<String> secrets(List<String> patterns);

    /** Which entries belong to packages that {@code patterns} match. */
    Predicate<Key> entries(List<String> patterns);

    /** Whether the store keeps something of {@code repository} under the name {@code stored}. */
    default boolean keeps(String repository, String stored) {
        return stored.equals(repository);
    }

    /** Whether the store keeps private packages of a repository under the name {@code stored}. */
    boolean isPrivate(String stored);
}
