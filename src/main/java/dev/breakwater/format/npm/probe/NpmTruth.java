package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.document.DocumentSummary;
import dev.breakwater.format.npm.document.VersionClaim;
import dev.breakwater.format.npm.probe.RegistryObservations.VersionRecord;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.signature.SigningKeys.SignatureFinding;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.probe.SampleVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all registries together prove of single versions: by a signature, else by two failure domains. Used by one thread. */
final class NpmTruth {
    private static final int DOMAINS = 2;

    /** What one registry says of one version, in its document or its record. */
    record IntegrityClaim(Integrity integrity, List<RegistrySignature> signatures, SignatureFinding finding) {}

    /**
     * The integrity that a version has.
     *
     * @param signed whether a known key signed it; else two failure domains name it
     */
    record ProvenIntegrity(Integrity integrity, boolean signed) {
        /** Says so, for people. */
        String by() {
            return signed ? "a known key signed " + integrity : "other mirrors name " + integrity;
        }
    }

    private final List<RegistryObservations> registries;
    private final SigningKeys keys;
    private final Map<RegistryObservations, Map<String, DocumentSummary>> documents = new HashMap<>();
    private final Map<RegistryObservations, Map<SampleVersion, VersionRecord>> records = new HashMap<>();
    private final Map<SampleVersion, Optional<ProvenIntegrity>> proven = new HashMap<>();

    NpmTruth(List<RegistryObservations> registries, SigningKeys keys) {
        this.registries = List.copyOf(registries);
        this.keys = keys;
        for (RegistryObservations registry : registries) {
            documents.put(registry, registry.documents());
            records.put(registry, registry.records());
        }
    }

    List<RegistryObservations> registries() {
        return registries;
    }

    /** The whole documents of {@code registry}, by name. */
    Map<String, DocumentSummary> documents(RegistryObservations registry) {
        return documents.getOrDefault(registry, Map.of());
    }

    Map<SampleVersion, VersionRecord> records(RegistryObservations registry) {
        return records.getOrDefault(registry, Map.of());
    }

    /** What the document of {@code registry} says of a version. */
    Optional<VersionClaim> claim(RegistryObservations registry, SampleVersion subject) {
        return Optional.ofNullable(documents(registry).get(subject.module()))
                .map(document -> document.versions().get(subject.version()));
    }

    /** What {@code registry} says of a version, in its document and in its record. */
    List<IntegrityClaim> claims(RegistryObservations registry, SampleVersion subject) {
        List<IntegrityClaim> claims = new ArrayList<>();
        claim(registry, subject)
                .ifPresent(claim -> claims.add(judged(registry, subject, claim.integrity(), claim.signatures())));
        VersionRecord record = records(registry).get(subject);
        if (record != null) {
            claims.add(judged(registry, subject, record.integrity(), record.signatures()));
        }
        return claims;
    }

    private IntegrityClaim judged(
            RegistryObservations registry,
            SampleVersion subject,
            Integrity integrity,
            List<RegistrySignature> signatures) {
        return new IntegrityClaim(
                integrity,
                signatures,
                RegistryAnswers.signed(keys, subject, integrity, signatures, registry.time(subject)));
    }

    /** The integrity of a version; empty if nothing proves one. */
    Optional<ProvenIntegrity> proven(SampleVersion subject) {
        return proven.computeIfAbsent(subject, this::prove);
    }

    private Optional<ProvenIntegrity> prove(SampleVersion subject) {
        Map<Integrity, Set<String>> named = new HashMap<>();
        for (RegistryObservations registry : registries) {
            for (IntegrityClaim claim : claims(registry, subject)) {
                if (claim.finding() == SignatureFinding.SIGNED) {
                    return Optional.of(new ProvenIntegrity(claim.integrity(), true));
                }
                if (claim.finding() == SignatureFinding.UNSIGNED
                        && claim.integrity().isStrong()) {
                    // by its hashes alone: some leave the SHA-1 out
                    named.computeIfAbsent(new Integrity(claim.integrity().hashes(), ""), _ -> new HashSet<>())
                            .add(registry.general().candidate().domain());
                }
            }
        }
        int most = named.values().stream().mapToInt(Set::size).max().orElse(0);
        List<Integrity> best = named.entrySet().stream()
                .filter(each -> each.getValue().size() == most)
                .map(Map.Entry::getKey)
                .toList();
        return most >= DOMAINS && best.size() == 1
                ? Optional.of(new ProvenIntegrity(best.getFirst(), false))
                : Optional.empty();
    }

    /** Whether both speak of other bytes. */
    static boolean contradict(Integrity one, Integrity other) {
        boolean comparable = one.isStrong() && one.algorithm().equals(other.algorithm());
        boolean weak = !comparable && !one.shasum().isEmpty() && !other.shasum().isEmpty();
        return comparable
                ? !one.hashes().equals(other.hashes())
                : weak && !one.shasum().equals(other.shasum());
    }
}
