package dev.breakwater.format.npm.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.probe.FindingType;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.MirrorReport.MirrorVerdict;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeFinding.FindingKind;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.NpmLie;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RegistryEvaluationTest {
    private static Map<String, Set<FindingType>> findings(ProbeReport report) {
        // whose answers take long, on a machine that tests share, is chance
        return report.mirrors().stream()
                .collect(Collectors.toMap(
                        MirrorReport::name,
                        mirror -> mirror.findings().stream()
                                .map(ProbeFinding::kind)
                                .filter(kind -> kind != FindingKind.SLOW)
                                .collect(Collectors.toSet())));
    }

    private static String text(ProbeReport report, String name) {
        return report.mirror(name).findings().stream().map(ProbeFinding::text).collect(Collectors.joining("\n"));
    }

    @Test
    void whatever_is_wrong_with_a_registry_is_named() throws Exception {
        try (Registries field = new Registries()) {
            field.registry("good");
            field.registry("fine");
            field.registry("stale").lie(NpmLie.STALE);
            field.registry("flips").tarballFault(Fault.BIT_FLIP);
            field.registry("forges").lie(NpmLie.WRONG_INTEGRITY);
            field.registry("strips").lie(NpmLie.STRIPPED);
            field.registry("tagless").lie(NpmLie.TAGLESS);
            field.registry("invents").lie(NpmLie.INVENTED_VERSION);
            field.registry("misspells").lie(NpmLie.FLIPPED_LETTER);
            field.registry("pages").fault(Fault.HTML_200);
            field.registry("hangs").fault(Fault.BLACK_HOLE);
            ProbeReport report = field.evaluate();
            assertThat(findings(report))
                    .as(
                            "%s",
                            report.mirrors().stream()
                                    .map(MirrorReport::findings)
                                    .toList())
                    .isEqualTo(Map.ofEntries(
                            Map.entry("good", Set.of()),
                            Map.entry("fine", Set.of()),
                            Map.entry("stale", Set.of(FindingKind.STALE, FindingKind.LATEST_DIFFERS)),
                            Map.entry("flips", Set.of(FindingKind.WRONG_CONTENT)),
                            Map.entry("forges", Set.of(FindingKind.WRONG_CONTENT)),
                            Map.entry("strips", Set.of(NpmFinding.UNSIGNED, NpmFinding.NO_TIMES)),
                            Map.entry("tagless", Set.of(NpmFinding.NO_LATEST)),
                            Map.entry("invents", Set.of(NpmFinding.UNPROVEN_VERSIONS, FindingKind.LATEST_DIFFERS)),
                            Map.entry("misspells", Set.of(NpmFinding.OTHER_MANIFEST)),
                            Map.entry("pages", Set.of(FindingKind.SENDS_PAGES)),
                            Map.entry("hangs", Set.of(FindingKind.DEAD))));
            assertThat(text(report, "stale")).contains("lack the newest", "@1.", "for 4 of 4 tags");
            assertThat(text(report, "flips")).contains("the tarball of ", "but a known key signed sha512-");
            assertThat(text(report, "forges")).contains("the signature of ", ", by a known key, is wrong");
            assertThat(text(report, "invents")).contains("no known key signed: ", "@99.0.0");
            assertThat(report.mirror("flips").verdict()).isEqualTo(MirrorVerdict.BAD);
            assertThat(report.mirror("forges").verdict()).isEqualTo(MirrorVerdict.BAD);
            assertThat(report.mirror("stale").passed()).isTrue();
            assertThat(report.recommendation().order())
                    .contains("good", "fine", "stale")
                    .doesNotContain("flips");
        }
    }

    @Test
    void good_registry_is_measured_in_every_respect() throws Exception {
        try (Registries field = new Registries()) {
            field.registry("a");
            field.registry("b");
            MirrorReport one = field.evaluate().mirror("a");
            assertThat(one.latencies().values()).allMatch(latency -> latency.count() >= 4);
            assertThat(one.hot()).isNotNull();
            assertThat(one.cold()).isNotNull();
            assertThat(one.freshness().lists()).isEqualTo(6);
            assertThat(one.freshness().latestAgreed()).isEqualTo(4);
            assertThat(one.consistency().sameBytes()).isEqualTo(6);
            assertThat(one.consistency().wrong()).isZero();
            assertThat(one.details())
                    .containsEntry("signatures", new SignatureReport(10, 10, 0))
                    .containsEntry("registry", new RegistryReport("yes", "yes", "yes", "yes", "yes", "yes"));
            assertThat(one.manners()).contains("Range", "ETag", "compression: gzip");
            assertThat(one.crowds()).extracting(MirrorReport.CrowdReport::good).containsExactly(1, 8);
        }
    }

    @Test
    void what_a_registry_lacks_is_named_and_no_service_is_required() throws Exception {
        try (Registries field = new Registries()) {
            field.registry("good");
            field.registry("moved").naming("https://other.example");
            field.bare("bare");
            field.registry("html").fault(Fault.HTML_404, asked -> asked.path().contains(NpmVisit.NEVER));
            ProbeReport report = field.evaluate();
            assertThat(findings(report))
                    .containsEntry("good", Set.of())
                    .containsEntry("moved", Set.of(NpmFinding.TARBALLS_ELSEWHERE))
                    .containsEntry("bare", Set.of(NpmFinding.NO_INSTALL_FORM))
                    .containsEntry("html", Set.of(NpmFinding.ABSENCE_NOT_JSON));
            assertThat(report.mirror("bare").details())
                    .containsEntry("registry", new RegistryReport("no", "yes", "yes", "no", "no", "yes"));
            assertThat(text(report, "moved")).contains("such as https://other.example:");
        }
    }
}
