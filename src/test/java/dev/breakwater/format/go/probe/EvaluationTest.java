package dev.breakwater.format.go.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.probe.Bounds;
import dev.breakwater.probe.FindingType;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.MustHave;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void whatever_else_is_wrong_is_named_and_nothing_hangs() throws Exception {
        try (Field field = new Field()) {
            field.mirror("good");
            field.mirror("fine");
            field.mirror("refused").fault(Fault.REFUSED);
            field.address("unknown", Mirror.UNKNOWN_HOST);
            field.mirror("hole").fault(Fault.BLACK_HOLE);
            field.mirror("html").fault(Fault.HTML_200);
            field.like("expired", MirrorSettings::overTls).fault(Fault.EXPIRED_CERTIFICATE);
            field.mirror("throttled").fault(Fault.THROTTLED_429);
            field.mirror("forbidden").fault(Fault.FORBIDDEN_403);
            field.mirror("errors").fault(Fault.STATUS_502);
            field.mirror("denies").fault(Fault.LYING_404);
            // says so in its own way, and is fine
            field.mirror("page404").fault(Fault.HTML_404, asked -> asked.path().contains("99999"));
            field.mirror("trickles").fault(Fault.TRICKLE, asked -> asked.kind() == Kind.ZIP);
            field.mirror("truncates").fault(Fault.TRUNCATED, asked -> asked.kind() == Kind.ZIP);
            field.mirror("stalls").fault(Fault.STALL, asked -> asked.kind() == Kind.ZIP);
            field.mirror("forked").fault(Fault.SUMDB_FORK);
            field.mirror("forged").fault(Fault.SUMDB_FORGED_TILE);
            ProbeReport report = field.evaluate(Bounds.USUAL);
            assertThat(report.seconds()).isLessThan(31);
            Map<String, FindingType> first = new TreeMap<>();
            // Fourteen mirrors and their probe share the cores of this machine: whose archive takes long is chance.
            report.mirrors()
                    .forEach(m -> m.findings().stream()
                            .map(ProbeFinding::kind)
                            .filter(kind -> kind != ProbeFinding.FindingKind.SLOW)
                            .findFirst()
                            .ifPresent(kind -> first.put(m.name(), kind)));
            assertThat(first)
                    .as(
                            "%s",
                            report.mirrors().stream()
                                    .map(MirrorReport::findings)
                                    .toList())
                    .isEqualTo(new TreeMap<>(Map.ofEntries(
                            Map.entry("refused", ProbeFinding.FindingKind.DEAD),
                            Map.entry("unknown", ProbeFinding.FindingKind.DEAD),
                            Map.entry("hole", ProbeFinding.FindingKind.DEAD),
                            Map.entry("html", ProbeFinding.FindingKind.SENDS_PAGES),
                            Map.entry("expired", ProbeFinding.FindingKind.TLS_INVALID),
                            Map.entry("throttled", ProbeFinding.FindingKind.THROTTLES),
                            Map.entry("forbidden", ProbeFinding.FindingKind.REFUSES),
                            Map.entry("errors", ProbeFinding.FindingKind.IN_TROUBLE),
                            Map.entry("denies", ProbeFinding.FindingKind.DENIES_WHAT_EXISTS),
                            Map.entry("trickles", ProbeFinding.FindingKind.BREAKS_OFF),
                            Map.entry("truncates", ProbeFinding.FindingKind.BREAKS_OFF),
                            Map.entry("stalls", ProbeFinding.FindingKind.BREAKS_OFF),
                            Map.entry("forked", GoFinding.DATABASE_WRONG),
                            Map.entry("forged", GoFinding.DATABASE_WRONG))));
        }
    }

    @Test
    void good_certificate_is_measured() throws Exception {
        try (Field field = new Field()) {
            field.like("secure", MirrorSettings::overTls);
            MirrorReport secure = field.evaluate(Bounds.USUAL).mirror("secure");
            assertThat(secure.gates())
                    .filteredOn(gate -> gate.name() == MustHave.Name.TLS)
                    .extracting(MustHave::result)
                    .containsExactly(MustHave.MustHaveResult.PASSED);
            assertThat(secure.connection().certificateDays()).isBetween(27L, 30L);
            assertThat(secure.connection().alpn()).isEqualTo("http/1.1");
            assertThat(secure.connection().tlsMs()).isPositive();
            assertThat(secure.connection().tls()).startsWith("TLSv1.");
            assertThat(field.running("secure").offeredProtocols()).contains("h2", "http/1.1");
        }
    }

    @Test
    void time_and_traffic_are_kept_whatever_the_mirrors_do() throws Exception {
        try (Field field = new Field()) {
            field.mirror("good");
            field.mirror("hole").fault(Fault.BLACK_HOLE);
            field.mirror("headers").fault(Fault.SLOW_HEADERS);
            long began = System.nanoTime();
            ProbeReport report = field.evaluate(new Bounds(Duration.ofSeconds(4), 2_000_000, 8));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
            assertThat(report.mirrors()).allMatch(mirror -> mirror.bytes() <= 2_000_000);
            assertThat(report.mirror("good").bytes()).isPositive();
            assertThat(report.mirror("good").crowds())
                    .extracting(MirrorReport.CrowdReport::atOnce)
                    .doesNotContain(64);
            assertThat(report.mirror("hole").passed()).isFalse();
        }
    }

    @Test
    void index_tells_for_how_long_something_is_missing() throws Exception {
        try (Field field = new Field();
                Feed feed = new Feed()) {
            field.mirror("good");
            field.mirror("stale").fault(Fault.STALE_LIST);
            Instant hourAgo = Instant.now().minus(Duration.ofMinutes(61));
            feed.publish(Field.module(0), "v1.1.0", hourAgo);
            ProbeReport report = field.evaluate(field.plan(Bounds.USUAL, feed.url()));
            assertThat(report.mirror("good").freshness().indexSeconds()).isZero();
            assertThat(report.mirror("stale").freshness().indexSeconds()).isBetween(3600L, 3800L);
            assertThat(text(report, "stale")).contains("lack versions that have been in the index for 61 minutes");
        }
    }

    static String text(ProbeReport report, String name) {
        List<ProbeFinding> findings = report.mirror(name).findings();
        return findings.stream().map(ProbeFinding::text).collect(Collectors.joining("\n"));
    }
}
