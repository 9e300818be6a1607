package dev.breakwater.format.npm;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.format.npm.document.RecordVerifier;
import dev.breakwater.format.npm.document.VersionRecords;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.format.npm.tarball.TarballRecords;
import java.util.Optional;

/**
 * Finds what is known of a tarball: in the held document, else in the version's own record, which is small, else in the document
 * after all, since some registries leave signatures out of records.
 */
final class PackageRecords implements TarballRecords, VersionRecords {
    private static final int LARGEST = 8 << 20;

    private final NpmResources resources;
    private final HeldPackages held;
    private final Fetcher fetcher;

    PackageRecords(NpmResources resources, HeldPackages held, Fetcher fetcher) {
        this.resources = resources;
        this.held = held;
        this.fetcher = fetcher;
    }

    @Override
    public TarballRecord of(PackageName name, SemanticVersion version) throws InterruptedException {
        Optional<HeldPackages.HeldVersion> known = held.version(name, version);
        if (known.isPresent() && known.get().confirmed()) {
            return recorded(known.get());
        }
        Optional<Integrity> own = integrity(name, version.text());
        if (own.isPresent()) {
            return new TarballRecord.RecordedHash(own.get(), "the record of " + name + "@" + version);
        }
        if (known.isEmpty() && fetcher.get(resources.merged(name), Caller.ANYBODY) instanceof Answer.Held document) {
            known = held.version(name, version, document);
        }
        return known.map(PackageRecords::recorded)
                .orElseGet(() -> new TarballRecord.Unrecorded(
                        "no registry has a record of " + name + "@" + version + " that can be believed right now"));
    }

    /** As a record of its tarball. */
    static TarballRecord recorded(HeldPackages.HeldVersion known) {
        Integrity integrity = known.stored().integrity();
        return integrity.isEmpty()
                ? new TarballRecord.Unrecorded("its document names no hash of it")
                : new TarballRecord.RecordedHash(integrity, known.by());
    }

    @Override
    public Optional<Integrity> integrity(PackageName name, String version) throws InterruptedException {
        SemanticVersion parsed = new SemanticVersion(version);
        return switch (fetcher.get(resources.record(name, parsed), Caller.ANYBODY)) {
            case Answer.Held record -> RecordVerifier.integrity(name, parsed, AnswerBytes.bytes(record, LARGEST));
            default -> Optional.empty();
        };
    }
}
