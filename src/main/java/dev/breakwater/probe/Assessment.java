package dev.breakwater.probe;

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
import java.util.SequencedMap;

/** The report's construction from the observations. Pure: the same observations make the same report. */
final class Assessment {
    private final ProbePlan plan;
    private final SampleChoice choice;
    private final Instant at;
    private final Duration took;

    Assessment(ProbePlan plan, SampleChoice choice, Instant at, Duration took) {
        this.plan = plan;
        this.choice = choice;
        this.at = at;
        this.took = took;
    }

    /** {@code judgement} is the format's. */
    ProbeReport report(Common common, ProbeJudgement judgement) {
        Scores scores = new Scores(common, judgement);
        Map<Observations, Map<Traffic, Score>> scored = new LinkedHashMap<>();
        for (Observations mirror : common.mirrors()) {
            Map<Traffic, Score> own = new EnumMap<>(Traffic.class);
            for (Traffic traffic : plan.prober().display().classes().keySet()) {
                own.put(traffic, scores.of(mirror, traffic));
            }
            scored.put(mirror, own);
        }
        List<MirrorReport> reports = new ArrayList<>();
        for (Observations mirror : common.mirrors()) {
            reports.add(mirror(mirror, common, judgement, scored));
        }
        return new ProbeReport(
                at.truncatedTo(ChronoUnit.SECONDS),
                took.toMillis() / 1000.0,
                List.copyOf(reports),
                ProbeAdvice.of(reports),
                notes(common, judgement));
    }

    private MirrorReport mirror(
            Observations mirror,
            Common common,
            ProbeJudgement judgement,
            Map<Observations, Map<Traffic, Score>> scored) {
        ProbeDisplay display = plan.prober().display();
        MirrorFigures figures = new MirrorFigures(mirror, common, at);
        List<MustHave> gates = MustHaves.of(mirror, common, judgement, at);
        MirrorReport.Connection connection = figures.connection();
        MirrorReport.FreshnessReport freshness =
                figures.freshness(common.missing(mirror), judgement.missingSeconds(mirror, at));
        Map<Traffic, Score> own = scored.getOrDefault(mirror, Map.of());
        List<ProbeFinding> findings = new ProbeFindings(mirror, gates, display)
                .all(connection, freshness, own, others(mirror, scored), judgement.findings(mirror));
        SequencedMap<String, MirrorReport.Latency> latencies = new LinkedHashMap<>();
        display.latencies().forEach((name, question) -> latencies.put(name, figures.latency(question)));
        Map<String, Score> byName = new LinkedHashMap<>();
        own.forEach((traffic, score) -> byName.put(traffic.label(), score));
        return new MirrorReport(
                mirror.candidate().name(),
                mirror.candidate().base().toString(),
                mirror.candidate().domain(),
                verdict(gates, findings),
                gates,
                findings,
                connection,
                latencies,
                figures.throughput(CommonQuestion.HOT, choice.hot()),
                figures.throughput(CommonQuestion.COLD, choice.cold()),
                freshness,
                figures.consistency(judgement.content(mirror)),
                judgement.details(mirror),
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

    private List<String> notes(Common common, ProbeJudgement judgement) {
        List<String> notes = new ArrayList<>();
        if (common.mirrors().size() < 2) {
            notes.add("a single mirror can't be compared: add others to detect stale or false answers");
        }
        notes.addAll(judgement.notes());
        if (choice.hot() == null && choice.cold() == null) {
            notes.add("the sample has no large archive: mark one with hot and one with cold to measure throughput");
        }
        if (took.plus(Duration.ofSeconds(2)).compareTo(plan.bounds().time()) >= 0) {
            notes.add("time ran out before all requests were sent: increase --time");
        }
        return List.copyOf(notes);
    }
}
