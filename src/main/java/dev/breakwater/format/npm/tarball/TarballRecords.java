package dev.breakwater.format.npm.tarball;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;

/** Finds what is known of a tarball's bytes. */
@FunctionalInterface
public interface TarballRecords {
    /** What is known of one. */
    sealed interface TarballRecord {
        /** These hashes; {@code by} names what confirms them. */
        record RecordedHash(Integrity integrity, String by) implements TarballRecord {}

        /** Nothing that can be believed; {@code why} is text for people. */
        record Unrecorded(String why) implements TarballRecord {}
    }

    /** The record of the tarball of {@code version}. May ask upstreams. */
    TarballRecord of(PackageName name, SemanticVersion version) throws InterruptedException;
}
