package dev.breakwater.repository;

import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The naming of a format: the package and version of an entry, the order of versions, and what a pattern matches. Catalogue,
 * permissions, retention and pages use it, by {@link Namings}, and so stay independent of formats.
 */
public interface Naming {
    /**
     * A file of a version.
     *
     * @param module the module's path, as people write it
     * @param version the version; empty for a file of the module as a whole
     * @param kind {@code zip}, {@code mod}, {@code info}; {@code list} …
     */
    record PackageVersion(String module, String version, String kind) {}

    /** The package and version of {@code path}, percent-encoded or not; null if it is of no module. */
    @Nullable
    PackageVersion of(String path);

    /**
     * The path below {@code repository} of what a request asked for at the root of the host (see {@link RootPaths}), for counts of
     * downloads; null if it was for no package.
     *
     * @param target the path of the request, with its leading slash
     */
    default @Nullable String below(String repository, String target) {
        return null;
    }

    /** Less than 0 if {@code version} comes before {@code other}; both are of {@link PackageVersion}. */
    int compare(String version, String other);

    /** Whether {@code text} is a whole package name, and no pattern of some. */
    boolean isPackage(String text);

    /** Which package names {@code patterns} match in permissions: case counts. */
    default Predicate<String> packages(List<String> patterns) {
        return NamePatterns.of(patterns)::give;
    }

    /**
     * Which package names are private if {@code patterns} are: at least what they match, and similar names that must not leave
     * either, such as another spelling. Invalid package names are not private.
     */
    Predicate<String> secrets(List<String> patterns);

    /** Which entries belong to packages that {@code patterns} match. */
    default Predicate<Key> entries(List<String> patterns) {
        NamePatterns all = NamePatterns.of(patterns);
        return key -> {
            PackageVersion of = of(key.path());
            return of != null && all.give(of.module());
        };
    }

    /** Whether a name means the same package in every repository of the format; else each repository has names of its own. */
    default boolean isGlobal() {
        return true;
    }

    /** Whether the store keeps something of {@code repository} under the name {@code stored}. */
    default boolean keeps(String repository, String stored) {
        return stored.equals(repository) || stored.equals(PrivateHome.of(repository));
    }

    /** Whether the store keeps private packages of a repository under the name {@code stored}. */
    default boolean isPrivate(String stored) {
        return PrivateHome.is(stored);
    }
}
