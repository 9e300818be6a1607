package dev.breakwater.format.go.checksum;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import org.jspecify.annotations.Nullable;

/** What is known of the right hashes of modules. */
public interface Checksums {
    /** For repositories where the operator chose to check nothing. */
    Checksums NONE = (module, version) -> new Unchecked();

    /** What is known of {@code version} of {@code module}; may take as long as asking the database takes. */
    ChecksumStatement record(ModulePath module, Version version) throws InterruptedException;

    /** What a checksum database says of one version. */
    sealed interface ChecksumStatement {}

    /**
     * The record.
     *
     * @param zip the zip's hash; null where the record does not tell
     * @param goMod the go.mod's hash; null where the record does not tell
     * @param by the database and the record's number
     */
    record Recorded(@Nullable String zip, @Nullable String goMod, String by) implements ChecksumStatement {}

    /** The database has no record. */
    record NotRecorded(String why) implements ChecksumStatement {}

    /** The database cannot be asked. */
    record SourcesDown(String why) implements ChecksumStatement {}

    /** A source of the database lied, so that whatever it does not confirm may be part of the lie. */
    record Lied(String why) implements ChecksumStatement {}

    /** Nothing is checked. */
    record Unchecked() implements ChecksumStatement {}
}
