package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.document.VersionClaim;
import dev.breakwater.format.npm.probe.RegistryObservations.VersionRecord;
import dev.breakwater.format.npm.signature.SigningKeys.SignatureFinding;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeJudgement.FurtherFindings;
import dev.breakwater.probe.SampleVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The findings about one registry that only npm has. */
final class RegistryFindings {
    private static final int WITNESSES = 2;
    private static final int SHOWN = 2;

    private final NpmTruth truth;
    private final RegistryObservations registry;
    private final Set<SampleVersion> looked;
    private final RegistryReport report;
    private final List<ProbeFinding> found = new ArrayList<>();

    /** About {@code registry}; {@code looked} are the versions whose claims are compared. */
    RegistryFindings(NpmTruth truth, RegistryObservations registry, Set<SampleVersion> looked, RegistryReport report) {
        this.truth = truth;
        this.registry = registry;
        this.looked = looked;
        this.report = report;
    }

    /** All of them. */
    FurtherFindings all() {
        unproven();
        manifests();
        List<ProbeFinding> grave = List.copyOf(found);
        found.clear();
        unsigned();
        documents();
        if (report.ownTarballs().equals("no")) {
            add(
                    NpmFinding.TARBALLS_ELSEWHERE,
                    "its records name tarballs at other addresses, such as " + elsewhere(registry)
                            + ": clients bypass it, or refuse them as npm 12 does");
        }
        if (report.installForm().equals("no")) {
            add(NpmFinding.NO_INSTALL_FORM, "it sends whole documents in place of the short form for installs");
        }
        if (Boolean.FALSE.equals(registry.jsonAbsence())) {
            add(NpmFinding.ABSENCE_NOT_JSON, "its 404 for a package that does not exist is not JSON");
        }
        return new FurtherFindings(grave, List.copyOf(found));
    }

    private void add(NpmFinding kind, String text) {
        found.add(new ProbeFinding(kind, text));
    }

    private static String some(List<SampleVersion> subjects) {
        String first = String.join(
                ", ",
                subjects.stream().limit(SHOWN).map(SampleVersion::toString).toList());
        return subjects.size() > SHOWN ? first + " and " + (subjects.size() - SHOWN) + " more" : first;
    }

    /** Versions that it alone has, unsigned, of packages that two other failure domains have. */
    private void unproven() {
        List<SampleVersion> alone = new ArrayList<>();
        truth.documents(registry).forEach((name, document) -> {
            List<RegistryObservations> others = others(name);
            if (domains(others) < WITNESSES) {
                return;
            }
            for (String version : document.versions().keySet()) {
                SampleVersion subject = new SampleVersion(name, version);
                if (others.stream()
                                .noneMatch(other -> truth.claim(other, subject).isPresent())
                        && !signed(subject)) {
                    alone.add(subject);
                }
            }
        });
        if (!alone.isEmpty()) {
            add(NpmFinding.UNPROVEN_VERSIONS, "no other mirror has, and no known key signed: " + some(alone));
        }
    }

    private boolean signed(SampleVersion subject) {
        return truth.proven(subject).filter(NpmTruth.ProvenIntegrity::signed).isPresent();
    }

    private List<RegistryObservations> others(String name) {
        return truth.registries().stream()
                .filter(each -> !each.equals(registry) && truth.documents(each).containsKey(name))
                .toList();
    }

    private static long domains(List<RegistryObservations> registries) {
        return registries.stream()
                .map(each -> each.general().candidate().domain())
                .distinct()
                .count();
    }

    /** What an install depends on, where two other failure domains agree on something else. */
    private void manifests() {
        List<SampleVersion> other = looked.stream()
                .filter(subject -> truth.claim(registry, subject)
                        .filter(own -> outvoted(subject, own))
                        .isPresent())
                .toList();
        if (!other.isEmpty()) {
            add(
                    NpmFinding.OTHER_MANIFEST,
                    "dependencies, scripts or the like differ from what other mirrors say: " + some(other));
        }
    }

    private boolean outvoted(SampleVersion subject, VersionClaim own) {
        Map<Long, Set<String>> votes = new HashMap<>();
        for (RegistryObservations each : others(subject.module())) {
            Optional<VersionClaim> claim = truth.claim(each, subject);
            claim.ifPresent(it -> votes.computeIfAbsent(it.manifest(), _ -> new HashSet<>())
                    .add(each.general().candidate().domain()));
        }
        return !votes.containsKey(own.manifest())
                && votes.values().stream().anyMatch(domains -> domains.size() >= WITNESSES);
    }

    private void unsigned() {
        List<SampleVersion> without = looked.stream()
                .filter(this::signed)
                .filter(subject -> truth.claims(registry, subject).stream()
                        .allMatch(claim -> claim.finding() == SignatureFinding.UNSIGNED))
                .toList();
        if (!without.isEmpty()) {
            add(
                    NpmFinding.UNSIGNED,
                    without.size() + " of " + looked.size() + " versions lack a signature that other mirrors have");
        }
    }

    private void documents() {
        int all = truth.documents(registry).size();
        long untimed = truth.documents(registry).values().stream()
                .filter(document -> document.times().isEmpty())
                .count();
        if (untimed > 0) {
            add(
                    NpmFinding.NO_TIMES,
                    untimed + " of " + all + " documents do not say when versions were published: rules on age can't"
                            + " be applied");
        }
        long untagged = truth.documents(registry).values().stream()
                .filter(document -> !document.tags().containsKey("latest"))
                .count();
        if (untagged > 0) {
            add(
                    NpmFinding.NO_LATEST,
                    untagged + " of " + all + " documents have no tag latest: an install that names no version fails");
        }
    }

    /** Whether its records name tarballs at its own address, as in {@link RegistryReport}. */
    static String ownTarballs(RegistryObservations registry) {
        List<String> addresses = addresses(registry);
        if (addresses.isEmpty()) {
            return "unknown";
        }
        return addresses.stream().allMatch(address -> own(registry, address)) ? "yes" : "no";
    }

    private static List<String> addresses(RegistryObservations registry) {
        return registry.records().values().stream()
                .map(VersionRecord::tarball)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static boolean own(RegistryObservations registry, String address) {
        String base = registry.general().candidate().base().toString();
        return address.regionMatches(true, 0, base + "/", 0, base.length() + 1);
    }

    /** The host of such an address, for people. */
    private static String elsewhere(RegistryObservations registry) {
        return addresses(registry).stream()
                .filter(address -> !own(registry, address))
                .map(RegistryFindings::origin)
                .findFirst()
                .orElse("");
    }

    private static String origin(String address) {
        try {
            URI uri = new URI(address);
            return uri.getHost() == null
                    ? "an address without a host"
                    : uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return "an invalid address";
        }
    }
}
