package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.go.probe.DatabaseReport;
import dev.breakwater.format.go.probe.GoProber;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.MustHave;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Prober;
import dev.breakwater.probe.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page is held against one that is kept as a file, but for white space and for how characters are escaped. */
class ProbePageTest {
    private static final Path KEPT = Path.of("src/test/resources/dev/breakwater/cli/probe-page.html");
    private static final String HOSTILE = "<b onclick=\"x\">&amp; 'evil' ${x} @if(a)";

    private static MirrorReport mirror(
            String name,
            MirrorReport.MirrorVerdict verdict,
            List<MustHave> gates,
            List<ProbeFinding> findings,
            MirrorReport.@Nullable Throughput hot,
            List<MirrorReport.CrowdReport> crowds,
            Map<String, Score> scores) {
        boolean dead = verdict == MirrorReport.MirrorVerdict.DEAD;
        SequencedMap<String, MirrorReport.Latency> latencies = new LinkedHashMap<>();
        latencies.put("info", new MirrorReport.Latency(dead ? 0 : 20, dead ? null : 12.4, dead ? null : 180.6));
        latencies.put("list", new MirrorReport.Latency(10, null, null));
        SequencedMap<String, Object> details = new LinkedHashMap<>();
        details.put("database", new DatabaseReport("verified", 10, 20L));
        return new MirrorReport(
                name,
                "https://mirror.test/?a=1&b='2'",
                name,
                verdict,
                gates,
                findings,
                new MirrorReport.Connection(1.5, 2.25, 30.0, "TLSv1.3", "http/1.1", 80L, dead ? "no connection" : null),
                latencies,
                hot,
                null,
                new MirrorReport.FreshnessReport(10, 1, 2, List.of("a.test/m@v1.0.0"), 7200L, 9, 10, null),
                new MirrorReport.Consistency(18, dead ? 0 : 1, 9, 8),
                details,
                List.of("Range", HOSTILE),
                crowds,
                scores,
                120,
                34_000_000);
    }

    private static ProbeReport report() {
        MirrorReport good = mirror(
                "good",
                MirrorReport.MirrorVerdict.GOOD,
                List.of(new MustHave(MustHave.Name.ANSWERS, MustHave.MustHaveResult.PASSED, "148 of 148")),
                List.of(),
                new MirrorReport.Throughput("a.test/m@v1.0.0", 10_000_000, true, 1_900_000.0, 12_300_000.0),
                List.of(
                        new MirrorReport.CrowdReport(1, 1, 4.2),
                        new MirrorReport.CrowdReport(8, 7, 41.9),
                        new MirrorReport.CrowdReport(64, 0, null)),
                Map.of("metadata", new Score(120, 124, 0.92, 0.1), "archive", new Score(11, 11, 0.74, 0.5)));
        MirrorReport odd = mirror(
                HOSTILE,
                MirrorReport.MirrorVerdict.BAD,
                List.of(
                        new MustHave(MustHave.Name.TLS, MustHave.MustHaveResult.UNDECIDED, HOSTILE),
                        new MustHave(MustHave.Name.CONTENT, MustHave.MustHaveResult.FAILED, "the zip is another")),
                List.of(
                        new ProbeFinding(ProbeFinding.FindingKind.WRONG_CONTENT, "the zip is another"),
                        new ProbeFinding(ProbeFinding.FindingKind.SLOW, HOSTILE)),
                new MirrorReport.Throughput("a.test/m@v1.0.0", 10_000_000, true, null, null),
                List.of(),
                Map.of());
        MirrorReport dead = mirror(
                "dead",
                MirrorReport.MirrorVerdict.DEAD,
                List.of(new MustHave(MustHave.Name.ANSWERS, MustHave.MustHaveResult.FAILED, "0 of 9")),
                List.of(new ProbeFinding(ProbeFinding.FindingKind.DEAD, "no connection")),
                null,
                List.of(),
                Map.of());
        MirrorReport second = mirror(
                "second",
                MirrorReport.MirrorVerdict.USABLE,
                good.gates(),
                List.of(new ProbeFinding(ProbeFinding.FindingKind.STALE, "2 lists are behind")),
                good.hot(),
                good.crowds(),
                good.scores());
        return new ProbeReport(
                Instant.parse("2026-11-30T07:00:00Z"),
                42.25,
                List.of(good, second, odd, dead),
                new ProbeReport.Recommendation(
                        List.of("good", "second"), 1, 0.99, true, "good is enough & right", Map.of()),
                List.of("a note: " + HOSTILE));
    }

    /** As a browser sees it. */
    private static String seen(String html) {
        return html.replaceAll("\\s+", " ")
                .replaceAll("> <", "><")
                .replaceAll(" ?(</?(?:style|text|p|section|figure|svg|ol|ul|li|tr|td|th|pre)[^>]*>) ?", "$1")
                .replaceAll("> ", ">")
                .replace("&#39;", "'")
                .replace("&#34;", "\"")
                .replace("&quot;", "\"")
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&amp;", "&")
                .strip();
    }

    private static String page(Prober.@Nullable ClientSetting client) {
        return new ProbePage(report(), new GoProber().display(), client, "repositories:\n  go: <x>\n").html();
    }

    @Test
    void page_says_what_the_kept_one_does() throws Exception {
        String html = page(new Prober.ClientSetting("For the go command only:", "GOPROXY='https://a|https://b'"));
        if (System.getProperty("breakwater.docs", "").equals("write")) {
            Files.writeString(KEPT, html);
        }
        assertThat(seen(html)).isEqualTo(seen(Files.readString(KEPT)));
        assertThat(html).contains("repositories:\n  go: &lt;x&gt;\n").doesNotContain("<b onclick");
    }

    @Test
    void without_a_recommendation_there_are_no_settings_to_copy() {
        assertThat(page(null)).doesNotContain("For the go command");
    }
}
