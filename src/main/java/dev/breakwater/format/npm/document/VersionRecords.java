package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.tarball.Integrity;
import java.util.Optional;

/** Finds the record of a single version, which is 3 kB where a document may have 40 MB. */
@FunctionalInterface
public interface VersionRecords {
    /** The integrity of {@code version} by its own record; empty if it has none, or none that is believed. */
    Optional<Integrity> integrity(PackageName name, String version) throws InterruptedException;
}
