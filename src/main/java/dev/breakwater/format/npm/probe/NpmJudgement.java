package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.document.DocumentSummary;
import dev.breakwater.format.npm.document.VersionClaim;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.probe.NpmTruth.IntegrityClaim;
import dev.breakwater.format.npm.probe.NpmTruth.ProvenIntegrity;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.signature.SigningKeys.SignatureFinding;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.probe.Observations;
import dev.breakwater.probe.ProbeJudgement;
import dev.breakwater.probe.SampleVersion;
import dev.breakwater.upstream.Traffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** What signatures, and the agreement of others, prove of npm registries. */
final class NpmJudgement implements ProbeJudgement {
    /** How many of a document's newest versions are looked at. */
    private static final int NEWEST = 10;

    /** What is known of one registry. */
    private record RegistryFacts(
            ContentFacts content, SignatureReport signatures, RegistryReport report, FurtherFindings findings) {}

    private final SigningKeys keys;
    private final NpmTruth truth;
    private final Map<Observations, RegistryFacts> facts = new HashMap<>();

    /** From the observations; {@code keys} are the known ones. */
    NpmJudgement(List<RegistryObservations> registries, SigningKeys keys) {
        this.keys = keys;
        this.truth = new NpmTruth(registries, keys);
        for (RegistryObservations registry : registries) {
            facts.put(registry.general(), facts(registry));
        }
    }

    private RegistryFacts facts(RegistryObservations registry) {
        Set<SampleVersion> looked = looked(registry);
        SignatureReport signatures = signatures(registry, looked);
        RegistryReport report = report(registry);
        return new RegistryFacts(
                content(registry, looked, signatures),
                signatures,
                report,
                new RegistryFindings(truth, registry, looked, report).all());
    }

    private RegistryFacts of(Observations mirror) {
        return Objects.requireNonNull(facts.get(mirror));
    }

    /** The versions that are looked at: those it sent records of, and the newest of each document. */
    private Set<SampleVersion> looked(RegistryObservations registry) {
        Set<SampleVersion> looked = new LinkedHashSet<>(truth.records(registry).keySet());
        truth.documents(registry)
                .forEach((name, document) -> document.versions().keySet().stream()
                        .map(SemanticVersion::new)
                        .sorted(Comparator.reverseOrder())
                        .limit(NEWEST)
                        .forEach(version -> looked.add(new SampleVersion(name, version.text()))));
        return looked;
    }

    private SignatureReport signatures(RegistryObservations registry, Set<SampleVersion> looked) {
        int signed = 0;
        int wrong = 0;
        for (SampleVersion subject : looked) {
            List<SignatureFinding> findings = truth.claims(registry, subject).stream()
                    .map(IntegrityClaim::finding)
                    .toList();
            boolean forged = findings.contains(SignatureFinding.FORGED);
            wrong += forged ? 1 : 0;
            signed += !forged && findings.contains(SignatureFinding.SIGNED) ? 1 : 0;
        }
        return new SignatureReport(looked.size(), signed, wrong);
    }

    private ContentFacts content(RegistryObservations registry, Set<SampleVersion> looked, SignatureReport signatures) {
        Set<String> wrong = new TreeSet<>();
        Set<SampleVersion> all = new LinkedHashSet<>(looked);
        all.addAll(disputed(registry));
        all.forEach(subject -> wrong.addAll(claimFaults(registry, subject)));
        List<String> archives = new ArrayList<>();
        int matched = 0;
        for (Map.Entry<SampleVersion, Integrity> each : registry.tarballs().entrySet()) {
            String fault = tarballFault(registry, each.getKey(), each.getValue());
            if (!fault.isEmpty()) {
                archives.add(fault);
            } else if (expected(registry, each.getKey()).isPresent()) {
                matched++;
            }
        }
        wrong.addAll(archives);
        String proof = signatures.signed() + " of " + signatures.versions() + " versions are signed by a known key";
        return new ContentFacts(
                List.copyOf(wrong),
                archives.size(),
                matched + archives.size() + signatures.signed(),
                matched + " tarballs match their integrity; " + proof,
                "it sent no tarball to compare",
                matched + archives.size(),
                matched);
    }

    /** Versions of which another document names another integrity. */
    private List<SampleVersion> disputed(RegistryObservations registry) {
        List<SampleVersion> disputed = new ArrayList<>();
        truth.documents(registry)
                .forEach((name, document) -> document.versions().forEach((version, claim) -> {
                    SampleVersion subject = new SampleVersion(name, version);
                    boolean other = truth.registries().stream()
                            .flatMap(each -> truth.claim(each, subject).stream())
                            .map(VersionClaim::integrity)
                            .anyMatch(integrity -> NpmTruth.contradict(integrity, claim.integrity()));
                    if (other) {
                        disputed.add(subject);
                    }
                }));
        return disputed;
    }

    private List<String> claimFaults(RegistryObservations registry, SampleVersion subject) {
        List<String> faults = new ArrayList<>();
        for (IntegrityClaim claim : truth.claims(registry, subject)) {
            Optional<ProvenIntegrity> proven = truth.proven(subject);
            if (claim.finding() == SignatureFinding.FORGED) {
                faults.add("the signature of " + subject + ", by a known key, is wrong");
            } else if (proven.isPresent() && NpmTruth.contradict(proven.get().integrity(), claim.integrity())) {
                faults.add("the integrity of " + subject + " is " + claim.integrity() + ", but "
                        + proven.get().by());
            }
        }
        return faults;
    }

    /** The integrity that a tarball must have: what is proven, else what its sender names. */
    private Optional<Integrity> expected(RegistryObservations registry, SampleVersion subject) {
        return truth.proven(subject)
                .map(ProvenIntegrity::integrity)
                .or(() -> truth.claims(registry, subject).stream()
                        .map(IntegrityClaim::integrity)
                        .filter(integrity -> !integrity.isEmpty())
                        .findFirst());
    }

    private String tarballFault(RegistryObservations registry, SampleVersion subject, Integrity bytes) {
        Optional<Integrity> expected = expected(registry, subject);
        if (expected.isEmpty() || !NpmTruth.contradict(expected.get(), bytes)) {
            return "";
        }
        String by = truth.proven(subject).map(ProvenIntegrity::by).orElse("its own document names " + expected.get());
        return "the tarball of " + subject + " is " + bytes + ", but " + by;
    }

    private static RegistryReport report(RegistryObservations registry) {
        List<DocumentSummary> documents = List.copyOf(registry.documents().values());
        return new RegistryReport(
                registry.offers(NpmQuestion.INSTALL),
                documents.isEmpty()
                        ? "unknown"
                        : documents.stream().anyMatch(it -> it.times().isEmpty()) ? "no" : "yes",
                RegistryFindings.ownTarballs(registry),
                registry.offers(NpmQuestion.KEYS),
                registry.offers(NpmQuestion.AUDIT),
                registry.offers(NpmQuestion.SEARCH));
    }

    @Override
    public ContentFacts content(Observations mirror) {
        return of(mirror).content();
    }

    @Override
    public int wrong(Observations mirror, Traffic traffic) {
        ContentFacts content = content(mirror);
        return traffic == Traffic.METADATA ? content.wrong().size() - content.wrongArchives() : 0;
    }

    @Override
    public List<String> evidence(Observations mirror, String thing) {
        int of = thing.indexOf(" of ");
        int at = thing.lastIndexOf('@');
        if (of < 0 || at <= of + " of @".length()) {
            return List.of();
        }
        List<String> versions = mirror.lists().getOrDefault(thing.substring(of + " of ".length(), at), List.of());
        return versions.contains(thing.substring(at + 1)) ? List.of("which its own document names") : List.of();
    }

    @Override
    public FurtherFindings findings(Observations mirror) {
        return of(mirror).findings();
    }

    @Override
    public SequencedMap<String, Object> details(Observations mirror) {
        SequencedMap<String, Object> details = new LinkedHashMap<>();
        details.put("signatures", of(mirror).signatures());
        details.put("registry", of(mirror).report());
        return details;
    }

    @Override
    public List<String> notes() {
        if (keys.all().isEmpty()) {
            return List.of("signing-keys is none: only mirrors of other failure domains can prove content");
        }
        return facts.values().stream().allMatch(each -> each.signatures().signed() == 0)
                ? List.of("no version has a signature by a known key: only mirrors of other failure domains can prove"
                        + " content")
                : List.of();
    }
}
