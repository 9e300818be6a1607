package dev.breakwater.catalogue;

import org.jspecify.annotations.Nullable;

/** What things are called in a format: of which module and version something is, by its path in a repository. */
public interface PackageNames {
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

    /** Less than 0 where {@code version} comes before {@code other}; both are of {@link PackageVersion}. */
    int compare(String version, String other);
}
