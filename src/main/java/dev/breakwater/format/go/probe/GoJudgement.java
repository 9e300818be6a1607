package dev.breakwater.format.go.probe;

import dev.breakwater.probe.Common;
import dev.breakwater.probe.Observations;
import dev.breakwater.probe.ProbeExchange;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeJudgement;
import dev.breakwater.probe.SampleVersion;
import dev.breakwater.sumdb.TreeHead;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the checksum database proves of module mirrors. */
final class GoJudgement implements ProbeJudgement {
    private static final String ZIP = "the zip";

    private final Map<Observations, GoObservations> mirrors = new HashMap<>();
    private final @Nullable VerifierKey key;
    private final GoTerms terms;
    private final Common common;
    private final int heads;
    private final List<RecentVersions.RecentVersion> recent;
    private final Map<SampleVersion, GoObservations.Vouched> vouched = new HashMap<>();

    /**
     * From the observations.
     *
     * @param hosts the database's own, asked only for records
     * @param key of the database; null for none
     * @param heads how many sources have told a head of the database
     */
    GoJudgement(
            List<GoObservations> mirrors,
            List<GoObservations> hosts,
            GoTerms terms,
            @Nullable VerifierKey key,
            Common common,
            int heads,
            List<RecentVersions.RecentVersion> recent) {
        this.key = key;
        this.terms = terms;
        this.common = common;
        this.heads = heads;
        this.recent = recent;
        hosts.forEach(each -> each.vouched().forEach(vouched::putIfAbsent));
        for (GoObservations mirror : mirrors) {
            mirror.vouched().forEach(vouched::putIfAbsent);
            this.mirrors.put(mirror.general(), mirror);
        }
    }

    private GoObservations of(Observations mirror) {
        return Objects.requireNonNull(mirrors.get(mirror));
    }

    private String databaseName() {
        return key == null ? "the checksum database" : key.name();
    }

    @Override
    public ContentFacts content(Observations mirror) {
        GoObservations own = of(mirror);
        List<String> wrong = wrong(own);
        int compared = compared(own);
        int archives = 0;
        int same = 0;
        for (Map.Entry<SampleVersion, GoObservations.ZipHash> each : own.zips().entrySet()) {
            String h1 = each.getValue().h1();
            String usual = h1 == null ? null : usualBytes(each.getKey(), h1);
            archives += usual == null ? 0 : 1;
            same += each.getValue().sha256().equals(usual) ? 1 : 0;
        }
        return new ContentFacts(
                wrong,
                (int) wrong.stream().filter(what -> what.startsWith(ZIP)).count(),
                compared,
                compared + " files match " + databaseName(),
                vouched.isEmpty() ? "no checksum record to compare with" : "it sent no content to compare",
                archives,
                same);
    }

    /** How many files could be compared with a record. */
    private int compared(GoObservations own) {
        long zips = own.zips().keySet().stream()
                .map(vouched::get)
                .filter(v -> v != null && v.zip() != null)
                .count();
        long goMods = own.goMods().keySet().stream()
                .map(vouched::get)
                .filter(v -> v != null && v.goMod() != null)
                .count();
        return (int) (zips + goMods);
    }

    private List<String> wrong(GoObservations own) {
        List<String> wrong = new ArrayList<>();
        own.zips().forEach((subject, zip) -> {
            GoObservations.Vouched record = vouched.get(subject);
            if (zip.h1() == null) {
                wrong.add(ZIP + " of " + subject + " is not a valid module zip");
            } else if (record != null && record.zip() != null && !record.zip().equals(zip.h1())) {
                wrong.add(ZIP + " of " + subject + " is " + zip.h1() + ", but " + databaseName() + " has "
                        + record.zip());
            }
        });
        own.goMods().forEach((subject, h1) -> {
            GoObservations.Vouched record = vouched.get(subject);
            if (record != null && record.goMod() != null && !record.goMod().equals(h1)) {
                wrong.add("the go.mod of " + subject + " does not match " + databaseName());
            }
        });
        return wrong;
    }

    /** The SHA-256 that most mirrors with the same content of {@code subject} sent; null if only one sent it. */
    private @Nullable String usualBytes(SampleVersion subject, String h1) {
        Map<String, Long> votes = mirrors.values().stream()
                .map(mirror -> mirror.zips().get(subject))
                .filter(zip -> zip != null && h1.equals(zip.h1()))
                .collect(Collectors.groupingBy(GoObservations.ZipHash::sha256, Collectors.counting()));
        return votes.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    @Override
    public int wrong(Observations mirror, Traffic traffic) {
        return traffic == Traffic.CHECKSUM ? of(mirror).forged().size() : 0;
    }

    @Override
    public List<String> evidence(Observations mirror, String thing) {
        Set<SampleVersion> subjects = new HashSet<>(vouched.keySet());
        subjects.addAll(common.existing());
        List<String> evidence = new ArrayList<>();
        subjects.stream()
                .filter(s -> List.of("info", "mod", "zip").stream()
                        .anyMatch(kind ->
                                terms.file(s.module(), s.version(), kind).equals(thing)))
                .findFirst()
                .ifPresent(subject -> {
                    if (vouched.containsKey(subject)) {
                        evidence.add("of which " + databaseName() + " has a record");
                    }
                    if (mirror.lists().getOrDefault(subject.module(), List.of()).contains(subject.version())) {
                        evidence.add("which its own list names");
                    }
                });
        return evidence;
    }

    private List<String> databaseFaults(GoObservations own) {
        List<String> faults = new ArrayList<>(own.forged());
        List<String> forks = own.forks();
        if (own.head() != null && forks.size() * 2 > heads - 1) {
            forks.stream().findFirst().ifPresent(faults::add);
        }
        return faults;
    }

    @Override
    public FurtherFindings findings(Observations mirror) {
        GoObservations own = of(mirror);
        List<ProbeFinding> grave = databaseFaults(own).stream()
                .map(what -> new ProbeFinding(GoFinding.DATABASE_WRONG, what))
                .toList();
        List<ProbeFinding> slight = new ArrayList<>();
        if (database(own).state().equals("none")) {
            slight.add(new ProbeFinding(
                    GoFinding.NO_DATABASE,
                    "it has no mirror of " + databaseName() + ": clients must reach the database another way"));
        }
        ContentFacts content = content(mirror);
        if (content.sameBytes() < content.archives()) {
            slight.add(new ProbeFinding(
                    GoFinding.OTHER_BYTES,
                    (content.archives() - content.sameBytes())
                            + " of its zips have the right content but different bytes:"
                            + " a download interrupted on another mirror can't resume here"));
        }
        return new FurtherFindings(grave, slight);
    }

    @Override
    public SequencedMap<String, Object> details(Observations mirror) {
        SequencedMap<String, Object> details = new LinkedHashMap<>();
        details.put("database", database(of(mirror)));
        return details;
    }

    private DatabaseReport database(GoObservations own) {
        byte[] note = own.head();
        Long size =
                note == null || key == null ? null : TreeHead.open(note, key).size();
        int records = own.vouched().size();
        if (!databaseFaults(own).isEmpty()) {
            return new DatabaseReport("wrong", records, size);
        }
        if (records > 0) {
            return new DatabaseReport("verified", records, size);
        }
        List<ProbeExchange> supported = own.general().of(GoQuestion.SUPPORTED);
        boolean none = supported.stream().anyMatch(e -> e.missing() || e.outcome() instanceof Outcome.Denied);
        return new DatabaseReport(none ? "none" : "unknown", 0, size);
    }

    /** How long ago the oldest entry that it does not list was published. */
    @Override
    public @Nullable Long missingSeconds(Observations mirror, Instant now) {
        Map<String, List<String>> lists = mirror.lists();
        List<RecentVersions.RecentVersion> known = recent.stream()
                .filter(entry -> lists.containsKey(entry.subject().module()))
                .toList();
        if (known.isEmpty()) {
            return null;
        }
        return known.stream()
                .filter(entry -> !lists.getOrDefault(entry.subject().module(), List.of())
                        .contains(entry.subject().version()))
                .map(RecentVersions.RecentVersion::at)
                .min(Instant::compareTo)
                .map(oldest -> Math.max(1, Duration.between(oldest, now).toSeconds()))
                .orElse(0L);
    }

    @Override
    public List<String> notes() {
        if (key == null) {
            return List.of("no checksum database is configured: content can't be verified");
        }
        return vouched.isEmpty()
                ? List.of("no record of " + databaseName() + " was available: content can't be verified")
                : List.of();
    }
}
