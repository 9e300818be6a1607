package dev.breakwater.format.go.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.probe.Bounds;
import dev.breakwater.probe.FindingType;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.MirrorReport.MirrorVerdict;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Five of six mirrors are bad, one of them slow: which one that is shows only where nothing else slows the others down. */
class SixMirrorsAloneTest {
    @Test
    void five_bad_mirrors_of_six_are_found_and_named_rightly() throws Exception {
        try (Field field = new Field()) {
            field.mirror("good");
            field.mirror("stale").fault(Fault.STALE_LIST);
            field.withOneWrongZip("wrong");
            field.mirror("lying").fault(Fault.LYING_404, asked -> asked.path().startsWith("/" + Field.module(5)));
            field.like(
                    "slow", settings -> settings.latency(Duration.ofMillis(400)).throttle(2_000_000));
            field.withoutDatabase("bare");
            ProbeReport report = field.evaluate(Bounds.USUAL);
            assertThat(findings(report))
                    .as("%s", report.mirrors())
                    .isEqualTo(Map.of(
                            "good", Set.of(),
                            "stale", Set.of(ProbeFinding.FindingKind.STALE, ProbeFinding.FindingKind.LATEST_DIFFERS),
                            "wrong", Set.of(ProbeFinding.FindingKind.WRONG_CONTENT),
                            "lying", Set.of(ProbeFinding.FindingKind.DENIES_WHAT_EXISTS),
                            "slow", Set.of(ProbeFinding.FindingKind.SLOW),
                            "bare", Set.of(GoFinding.NO_DATABASE)));
            assertThat(report.mirror("good").verdict()).isEqualTo(MirrorVerdict.GOOD);
            assertThat(report.mirror("wrong").verdict()).isEqualTo(MirrorVerdict.BAD);
            assertThat(report.mirror("lying").verdict()).isEqualTo(MirrorVerdict.BAD);
            assertThat(EvaluationTest.text(report, "stale")).contains("lack the newest 10 versions", "26 hours ago");
            assertThat(EvaluationTest.text(report, "wrong"))
                    .contains("the zip of field.test/m3@v1.1.0", "sum.test has h1:");
            assertThat(EvaluationTest.text(report, "lying"))
                    .contains("field.test/m5/@v/list, which bare, good and 3 more have");
            assertThat(report.recommendation().order())
                    .containsExactlyInAnyOrder("good", "stale", "slow", "bare")
                    .endsWith("slow");
            assertThat(report.seconds()).isLessThan(30);
            for (String name : findings(report).keySet()) {
                Mirror mirror = field.running(name);
                assertThat(mirror.sentBytes()).as(name).isBetween(1_000_000L, 60_000_000L);
            }
        }
    }

    private static Map<String, Set<FindingType>> findings(ProbeReport report) {
        return report.mirrors().stream()
                .collect(Collectors.toMap(
                        MirrorReport::name,
                        mirror -> mirror.findings().stream()
                                .map(ProbeFinding::kind)
                                .collect(Collectors.toSet())));
    }
}
