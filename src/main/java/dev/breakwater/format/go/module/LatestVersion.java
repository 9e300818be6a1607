package dev.breakwater.format.go.module;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses the version that a question for the latest one is answered with, as {@code queryLatest} and
 * {@code appendIncompatibleVersions} of cmd/go do. Pure; what it must know of a version it is told.
 */
public final class LatestVersion {
    private LatestVersion() {}

    /**
     * The best of {@code versions}: not retracted where there is such a one, then a release before a tagged pre-release
     * before a pseudo-version, then the greatest. {@code +incompatible} versions count only where the greatest tagged
     * compatible version, if there is one, has no go.mod of its own.
     *
     * @param retracted whether the module takes a version back
     * @param hasGoMod whether a version has a go.mod that was not synthesised; asked at most once, and only where there
     *     are both kinds of versions
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
