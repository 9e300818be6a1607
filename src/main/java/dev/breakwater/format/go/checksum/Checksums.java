package dev.breakwater.format.go.checksum;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import org.jspecify.annotations.Nullable;

/** A source of the recorded hashes of modules. */
public interface Checksums {
    /** Checks nothing, for repositories whose operator chose so. */
    Checksums NONE = (module, version) -> new Unchecked();

    /** The statement about {@code version} of {@code module}; may take as long as a request to the database. */
    ChecksumStatement record(ModulePath module, Version version) throws InterruptedException;

    /** A checksum database's statement about one version. */
    sealed interface ChecksumStatement {}

    /**
     * The record.
     *
     * @param zip the zip's hash; null if the record has none
     * @param goMod the go.mod's hash; null if the record has none
     * @param by the database and the record's number
     */
    record Recorded(@Nullable String zip, @Nullable String goMod, String by) implements ChecksumStatement {}

    /** The database has no record. */
    record NotRecorded(String why) implements ChecksumStatement {}

    /** The database is unavailable. */
    record SourcesDown(String why) implements ChecksumStatement {}

    /** A source of the database lied, so anything that it does not confirm may be part of the lie. */
    record Lied(String why) implements ChecksumStatement {}

    /** Nothing is checked. */
    record Unchecked() implements ChecksumStatement {}
}
