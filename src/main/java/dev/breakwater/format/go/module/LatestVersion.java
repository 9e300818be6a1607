package dev.breakwater.format.go.module;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The choice of a module's latest version, as {@code queryLatest} and {@code appendIncompatibleVersions} of cmd/go make it.
 * Pure: callers pass in what it must know of a version.
 */
public final class LatestVersion {
    private LatestVersion() {}

    /**
     * The best of {@code versions}: not retracted if there is such a one, then a release before a tagged pre-release before a
     * pseudo-version, then the greatest. {@code +incompatible} versions count only if the greatest tagged compatible version,
     * if there is one, has no go.mod of its own.
     *
     * @param retracted whether the module retracts a version
     * @param hasGoMod whether a version has a go.mod that was not synthesised; asked at most once, and only if there are both
     * kinds of versions
     */
    public static Optional<Version> of(
            Collection<Version> versions, Predicate<Version> retracted, Predicate<Version> hasGoMod) {
        List<Version> eligible = withoutObsolete(versions, hasGoMod);
        Optional<Version> kept = eligible.stream().filter(retracted.negate()).max(Version.FOR_LATEST);
        return kept.isPresent() ? kept : eligible.stream().max(Version.FOR_LATEST);
    }

    private static List<Version> withoutObsolete(Collection<Version> versions, Predicate<Version> hasGoMod) {
        if (versions.stream().noneMatch(Version::isIncompatible)) {
            return List.copyOf(versions);
        }
        boolean modular = versions.stream()
                .filter(v -> !v.isIncompatible() && v.pseudo().isEmpty())
                .max(Comparator.naturalOrder())
                .filter(hasGoMod)
                .isPresent();
        return versions.stream().filter(v -> !modular || !v.isIncompatible()).toList();
    }
}
