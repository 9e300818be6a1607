package dev.breakwater.cli;

import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.ProbeDisplay;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Prober;
import dev.breakwater.probe.Score;
import dev.breakwater.upstream.Traffic;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation as one page of HTML that needs nothing besides itself: no script, no font, no picture from elsewhere. Its
 * content is made here, its layout is in {@code src/main/jte-cli}.
 *
 * @param display how results of the mirrors' format are shown
 * @param client a client's setting; null if nothing is recommended
 * @param configuration the same for breakwater
 */
record ProbePage(
        ProbeReport report, ProbeDisplay display, Prober.@Nullable ClientSetting client, String configuration) {
    String html() {
        StringOutput html = new StringOutput(32 * 1024);
        TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.breakwater.cli")
                .render("probe.jte", Map.of("page", this), html);
        return html.toString();
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%s, %.1f s, %d mirrors",
                report.at(),
                report.seconds(),
                report.mirrors().size());
    }

    /** Whether {@code mirror}, one of the recommended, is needed for the required success rate. */
    boolean needed(String mirror) {
        return report.recommendation().chosen().contains(mirror);
    }

    /** The mirrors that are not recommended. */
    List<MirrorReport> left() {
        return report.mirrors().stream()
                .filter(mirror -> !report.recommendation().order().contains(mirror.name()))
                .toList();
    }

    List<RangePlot> plots() {
        RangePlot latency = new RangePlot(
                "Time to the first byte, median to 95 %",
                "ms", List.copyOf(display.latencies().keySet()));
        RangePlot rate = new RangePlot("Throughput, 10 % to median", "MB/s", List.of("hot archive", "cold archive"));
        RangePlot crowd =
                new RangePlot("Time to the first byte (95 %), by concurrent requests", "ms", List.of("1", "8", "64"));
        RangePlot success = new RangePlot(
                "Proven success rate", "%", List.copyOf(display.classes().values()));
        for (MirrorReport mirror : report.mirrors()) {
            latency.row(mirror.name(), latencies(mirror));
            rate.row(mirror.name(), rates(mirror));
            crowd.row(mirror.name(), crowds(mirror));
            success.row(mirror.name(), successes(mirror));
        }
        return List.of(latency, rate, crowd, success);
    }

    private static List<RangePlot.Range> latencies(MirrorReport mirror) {
        List<RangePlot.Range> ranges = new ArrayList<>();
        int series = 0;
        for (MirrorReport.Latency latency : mirror.latencies().values()) {
            range(series++, latency.p50(), latency.p95(), 1, "%.0f–%.0f", ranges);
        }
        return ranges;
    }

    private static List<RangePlot.Range> rates(MirrorReport mirror) {
        List<RangePlot.Range> ranges = new ArrayList<>();
        rate(0, mirror.hot(), ranges);
        rate(1, mirror.cold(), ranges);
        return ranges;
    }

    private static void rate(int series, MirrorReport.@Nullable Throughput rate, List<RangePlot.Range> ranges) {
        if (rate != null) {
            range(series, rate.p10(), rate.p50(), 1e6, "%.1f–%.1f", ranges);
        }
    }

    private static void range(
            int series,
            @Nullable Double low,
            @Nullable Double high,
            double unit,
            String form,
            List<RangePlot.Range> ranges) {
        if (low != null && high != null) {
            String text = String.format(Locale.ROOT, form, low / unit, high / unit);
            ranges.add(new RangePlot.Range(series, low / unit, high / unit, text));
        }
    }

    private static List<RangePlot.Range> crowds(MirrorReport mirror) {
        List<RangePlot.Range> ranges = new ArrayList<>();
        for (MirrorReport.CrowdReport crowd : mirror.crowds()) {
            Double p95 = crowd.p95();
            if (p95 != null) {
                String text = String.format(Locale.ROOT, "%.0f, %d of %d", p95, crowd.good(), crowd.atOnce());
                ranges.add(new RangePlot.Range(Math.min(2, ranges.size()), 0, p95, text));
            }
        }
        return ranges;
    }

    private List<RangePlot.Range> successes(MirrorReport mirror) {
        List<RangePlot.Range> ranges = new ArrayList<>();
        List<String> names =
                display.classes().keySet().stream().map(Traffic::label).toList();
        for (int i = 0; i < names.size(); i++) {
            Score score = mirror.scores().getOrDefault(names.get(i), Score.NONE);
            if (score.trials() > 0) {
                String text = String.format(
                        Locale.ROOT, "%.0f, %d of %d", 100 * score.p(), score.successes(), score.trials());
                ranges.add(new RangePlot.Range(i, 0, 100 * score.p(), text));
            }
        }
        return ranges;
    }
}
