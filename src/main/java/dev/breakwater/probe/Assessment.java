package dev.breakwater.probe;

import dev.breakwater.sumdb.TreeHead;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The report's construction from the observations. Pure: the same observations make the same report. */
final class Assessment {
    private final ProbePlan plan;
    private final ProbedProtocol terms;
    private final SampleChoice choice;
    private final Instant at;
    private final Duration took;

    Assessment(ProbePlan plan, ProbedProtocol terms, SampleChoice choice, Instant at, Duration took) {
        this.plan = plan;
        this.terms = terms;
        this.choice = choice;
        this.at = at;
        this.took = took;
    }

    /** {@code hosts} were asked only for records; {@code forks} names the mirrors whose history of the database differs. */
    ProbeReport report(
            List<Observations> mirrors,
            List<Observations> hosts,
            Map<Observations, List<String>> forks,
            List<RecentVersions.RecentVersion> recent) {
        VerifierKey key = plan.database() == null
                ? null
                : VerifierKey.parse(plan.database().key());
        Common common = new Common(mirrors, hosts, terms, key == null ? "the checksum database" : key.name());
        Scores scores = new Scores(common, terms);
        Map<Observations, Map<Traffic, Score>> scored = new LinkedHashMap<>();
        for (Observations mirror : mirrors) {
            Map<Traffic, Score> own = new EnumMap<>(Traffic.class);
            for (Traffic traffic : Traffic.values()) {
                own.put(traffic, scores.of(mirror, traffic));
            }
            scored.put(mirror, own);
        }
        List<MirrorReport> reports = new ArrayList<>();
        for (Observations mirror : mirrors) {
            List<String> wrong = new ArrayList<>(mirror.forged());
            wrong.addAll(forks.getOrDefault(mirror, List.of()));
            reports.add(mirror(mirror, common, scored, wrong, database(mirror, key, wrong), recent));
        }
        return new ProbeReport(
                at.truncatedTo(ChronoUnit.SECONDS),
                took.toMillis() / 1000.0,
                List.copyOf(reports),
                ProbeAdvice.of(reports),
                notes(common, mirrors));
    }

    private MirrorReport mirror(
            Observations mirror,
            Common common,
            Map<Observations, Map<Traffic, Score>> scored,
            List<String> wrong,
            MirrorReport.DatabaseReport database,
            List<RecentVersions.RecentVersion> recent) {
        MirrorFigures figures = new MirrorFigures(mirror, common, at);
        List<MustHave> gates = MustHaves.of(mirror, common, terms, at);
        MirrorReport.Connection connection = figures.connection();
        MirrorReport.FreshnessReport freshness = figures.freshness(common.missing(mirror), index(mirror, recent));
        Map<Traffic, Score> own = scored.getOrDefault(mirror, Map.of());
        List<ProbeFinding> findings = new ArrayList<>(
                new ProbeFindings(mirror, gates).all(connection, freshness, own, others(mirror, scored), wrong));
        boolean answers = MustHaves.named(gates, MustHave.Name.ANSWERS).result() == MustHave.MustHaveResult.PASSED;
        if (answers && database.state().equals("none")) {
            findings.add(new ProbeFinding(
                    ProbeFinding.FindingKind.NO_DATABASE,
                    "it has no mirror of " + common.databaseName() + ": clients must reach the database another way"));
        }
        MirrorReport.Consistency consistency = figures.consistency();
        if (consistency.sameBytes() < consistency.zips()) {
            findings.add(new ProbeFinding(
                    ProbeFinding.FindingKind.OTHER_BYTES,
                    (consistency.zips() - consistency.sameBytes())
                            + " of its zips have the right content but different bytes:"
                            + " a download interrupted on another mirror can't resume here"));
        }
        Map<String, Score> byName = new LinkedHashMap<>();
        own.forEach((traffic, score) -> byName.put(traffic.label(), score));
        return new MirrorReport(
                mirror.candidate().name(),
                mirror.candidate().base().toString(),
                mirror.candidate().domain(),
                verdict(gates, findings),
                gates,
                List.copyOf(findings),
                connection,
                figures.latency(ProbeQuestion.INFO),
                figures.latency(ProbeQuestion.LIST),
                figures.throughput(ProbeQuestion.HOT, choice.hot()),
                figures.throughput(ProbeQuestion.COLD, choice.cold()),
                freshness,
                consistency,
                database,
                mirror.manners(),
                figures.crowds(),
                byName,
                mirror.exchanges().size(),
                mirror.allowance().used());
    }

    private static MirrorReport.MirrorVerdict verdict(List<MustHave> gates, List<ProbeFinding> findings) {
        if (findings.stream().anyMatch(finding -> finding.kind() == ProbeFinding.FindingKind.DEAD)) {
            return MirrorReport.MirrorVerdict.DEAD;
        }
        if (gates.stream().anyMatch(gate -> gate.result() == MustHave.MustHaveResult.FAILED)) {
            return MirrorReport.MirrorVerdict.BAD;
        }
        return findings.isEmpty() ? MirrorReport.MirrorVerdict.GOOD : MirrorReport.MirrorVerdict.USABLE;
    }

    private static Map<Traffic, Double> others(Observations mirror, Map<Observations, Map<Traffic, Score>> scored) {
        Map<Traffic, Double> medians = new EnumMap<>(Traffic.class);
        for (Traffic traffic : Traffic.values()) {
            List<Double> seconds = scored.entrySet().stream()
                    .filter(each -> !each.getKey().equals(mirror))
                    .map(each ->
                            each.getValue().getOrDefault(traffic, Score.NONE).seconds())
                    .filter(Objects::nonNull)
                    .toList();
            medians.put(traffic, Quantiles.of(seconds, 0.5));
        }
        return medians;
    }

    private static MirrorReport.DatabaseReport database(
            Observations mirror, @Nullable VerifierKey key, List<String> wrong) {
        byte[] note = mirror.head();
        Long size =
                note == null || key == null ? null : TreeHead.open(note, key).size();
        int records = mirror.vouched().size();
        if (!wrong.isEmpty()) {
            return new MirrorReport.DatabaseReport("wrong", records, size);
        }
        if (records > 0) {
            return new MirrorReport.DatabaseReport("verified", records, size);
        }
        List<ProbeExchange> supported = mirror.of(ProbeQuestion.SUPPORTED);
        boolean none = supported.stream().anyMatch(e -> e.missing() || e.outcome() instanceof Outcome.Denied);
        return new MirrorReport.DatabaseReport(none ? "none" : "unknown", 0, size);
    }

    /** How long ago the oldest entry that it does not list was published. */
    private @Nullable Long index(Observations mirror, List<RecentVersions.RecentVersion> recent) {
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
                .map(oldest -> Math.max(1, Duration.between(oldest, at).toSeconds()))
                .orElse(0L);
    }

    private List<String> notes(Common common, List<Observations> mirrors) {
        List<String> notes = new ArrayList<>();
        if (mirrors.size() < 2) {
            notes.add("a single mirror can't be compared: add others to detect stale or false answers");
        }
        if (plan.database() == null) {
            notes.add("no checksum database is configured: content can't be verified");
        } else if (!common.anyRecord()) {
            notes.add("no record of " + common.databaseName() + " was available: content can't be verified");
        }
        if (choice.hot() == null && choice.cold() == null) {
            notes.add("the sample has no large archive: mark one with hot and one with cold to measure throughput");
        }
        if (took.plus(Duration.ofSeconds(2)).compareTo(plan.bounds().time()) >= 0) {
            notes.add("time ran out before all requests were sent: increase --time");
        }
        return List.copyOf(notes);
    }
}
