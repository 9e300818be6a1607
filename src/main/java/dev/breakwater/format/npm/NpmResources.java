package dev.breakwater.format.npm;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.fetch.ResourceSource;
import dev.breakwater.format.npm.document.DocumentAgreement;
import dev.breakwater.format.npm.document.DocumentForm;
import dev.breakwater.format.npm.document.DocumentForm.FormKind;
import dev.breakwater.format.npm.document.RecordVerifier;
import dev.breakwater.format.npm.document.VersionComparison;
import dev.breakwater.format.npm.document.VersionPolicy;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.settings.ProvenanceSettings;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.tarball.AttestationVerifier;
import dev.breakwater.format.npm.tarball.TarballRecords;
import dev.breakwater.format.npm.tarball.TarballVerifier;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The resources of a package, from one chain of origins. */
final class NpmResources {
    private static final Kind DOCUMENT = new Kind("document", Traffic.METADATA);
    private static final Kind RECORD = new Kind("record", Traffic.CHECKSUM);
    private static final Kind ATTESTATIONS = new Kind("attestations", Traffic.METADATA);
    private static final Kind TARBALL = new Kind("tarball", Traffic.ARCHIVE);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String JSON = "application/json";

    private final String repository;
    private final Tiers origins;
    private final Set<String> authorities;
    private final ProvenanceSettings provenance;
    private final SigningKeys keys;
    private final Freshness fresh;
    private final Policy policy;
    private final Fetcher fetcher;
    private final HeldPackages held;
    private final InstantSource clock;
    private final VersionComparison comparison;
    private final PackageRecords records;

    /**
     * Of packages from {@code origins}.
     *
     * @param repository the name under which the store keeps them
     * @param authorities the names of the origins whose word decides
     * @param provenance which versions must have provenance
     * @param comparison is told which registry has which versions
     */
    NpmResources(
            String repository,
            Tiers origins,
            Set<String> authorities,
            ProvenanceSettings provenance,
            SigningKeys keys,
            Duration fresh,
            Policy policy,
            Fetcher fetcher,
            HeldPackages held,
            InstantSource clock,
            VersionComparison comparison) {
        this.repository = repository;
        this.origins = origins;
        this.authorities = authorities;
        this.provenance = provenance;
        this.keys = keys;
        this.fresh = Freshness.of(fresh);
        this.policy = policy;
        this.fetcher = fetcher;
        this.held = held;
        this.clock = clock;
        this.comparison = comparison;
        this.records = new PackageRecords(this, held, fetcher);
    }

    /** What the registries say of the package, merged: no client gets it as it is. */
    Resource merged(PackageName name) {
        UpstreamRequest request =
                new UpstreamRequest(_ -> name.escaped(), Map.of("Accept", JSON), Set.of()).compressed();
        return resource(
                PackageKeys.document(repository, name),
                name,
                DOCUMENT,
                fresh,
                JSON,
                new Recipe.Agreed(
                        origins, request, new DocumentAgreement(name, authorities, keys, records, clock, comparison)),
                hosted(name + " is not published here", Derivation.NONE),
                policy,
                "");
    }

    /** The document as a client gets it that reaches the repository at {@code base}. */
    Resource document(PackageName name, FormKind kind, BaseUrl base) {
        DocumentForm form = new DocumentForm(kind, base.text(), policy(name));
        return resource(
                PackageKeys.form(repository, name, kind, base.text()),
                name,
                DOCUMENT,
                fresh,
                kind.type(),
                new Recipe.Derived(new ResourceSource(merged(name), fetcher), form),
                hosted(name + " is not published here", () -> held.narrowed(name, form)),
                base.known() ? policy : policy.notKept(),
                base.text() + " " + form.policy().id());
    }

    /**
     * The manifest of {@code version} as its registry sends it alone: clients get it from the document. It is not stored, since a
     * tarball is verified once: two files and two folders a package would cost more than the download.
     */
    Resource record(PackageName name, SemanticVersion version) {
        String path = name.escaped() + "/" + version;
        UpstreamRequest request = new UpstreamRequest(_ -> path, Map.of("Accept", JSON), Set.of());
        return resource(
                PackageKeys.record(repository, name, version),
                name,
                RECORD,
                Freshness.IMMUTABLE,
                JSON,
                new Recipe.One(origins, request, new RecordVerifier(name, version, keys)),
                Derivation.NONE,
                policy.with(Policy.Unverified.WITNESS).notKept(),
                "");
    }

    /** The rules on which versions of the package clients may get. */
    VersionPolicy policy(PackageName name) {
        return provenance.of(name);
    }

    /**
     * The answer in place of the tarball of {@code version} if clients may not get it, or if that can't be decided; empty if they
     * may.
     */
    Optional<Answer> refusal(PackageName name, SemanticVersion version, Caller caller) throws InterruptedException {
        if (!policy(name).judges()) {
            return Optional.empty();
        }
        Answer found = fetcher.get(merged(name), caller);
        if (!(found instanceof Answer.Held document)) {
            return Optional.of(found);
        }
        // with too few registries, provenance that they would confirm is not confirmed yet
        boolean decided = !document.provisional();
        return held.refusal(name, version, document, policy(name))
                .map(why -> decided ? new Answer.Refused(why) : new Answer.Trouble(why, RETRY, List.of(), false));
    }

    /** The tarball of {@code version}, at the usual path. */
    Resource tarball(PackageName name, SemanticVersion version) {
        return tarball(name, version, name.tarball(version), records);
    }

    /**
     * The tarball of {@code version} where its registry keeps it: its document says that, and is fetched first if it isn't held.
     */
    Resource tarballOfOwner(PackageName name, SemanticVersion version, Caller caller) throws InterruptedException {
        if (held.hasTarball(name, version)) {
            return tarball(name, version);
        }
        Optional<HeldPackages.HeldVersion> known = fetcher.get(merged(name), caller) instanceof Answer.Held document
                ? held.version(name, version, document)
                : Optional.empty();
        if (known.isEmpty()) {
            return tarball(name, version);
        }
        String elsewhere = known.get().stored().tarball();
        TarballRecords record = (_, _) -> PackageRecords.recorded(known.get());
        return tarball(name, version, elsewhere == null ? name.tarball(version) : elsewhere, record);
    }

    private Resource tarball(PackageName name, SemanticVersion version, String place, TarballRecords known) {
        return resource(
                PackageKeys.tarball(repository, name, version),
                name,
                TARBALL,
                Freshness.IMMUTABLE,
                "application/octet-stream",
                new Recipe.One(origins, place, new TarballVerifier(name, version, known)),
                hosted(name + "@" + version + " is not published here", Derivation.NONE),
                policy,
                "");
    }

    /** What is said of a thing that is not held: private packages without an origin are published here. */
    private Derivation hosted(String why, Derivation otherwise) {
        return policy.confidential() && origins.tiers().isEmpty() ? () -> new Derivation.Never(why) : otherwise;
    }

    /** The attestations of {@code version}. */
    Resource attestations(PackageName name, SemanticVersion version) {
        String path = "-/npm/v1/attestations/" + name.escaped() + "@" + version;
        return resource(
                PackageKeys.attestations(repository, name, version),
                name,
                ATTESTATIONS,
                Freshness.IMMUTABLE,
                JSON,
                new Recipe.One(origins, path, new AttestationVerifier(name, version, records)),
                hosted(name + "@" + version + " has no attestations", Derivation.NONE),
                policy,
                "");
    }

    private static Resource resource(
            Key key,
            PackageName name,
            Kind kind,
            Freshness freshness,
            String type,
            Recipe recipe,
            Derivation offlineFallback,
            Policy policy,
            Object variant) {
        boolean file = kind.equals(TARBALL);
        Resource made = new Resource(
                key,
                name.text(),
                kind,
                freshness,
                type,
                recipe,
                Derivation.NONE,
                offlineFallback,
                List::of,
                policy,
                variant);
        return file ? made : made.called(name.text());
    }
}
