package dev.breakwater.cli;

import static dev.breakwater.cli.RangePlot.escaped;

import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.MustHave;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An evaluation as one page of HTML that needs nothing besides itself: no script, no font, no picture from elsewhere. */
record ProbePage(ProbeReport report, ProbeLines lines) {
    private static final String STYLE = """
            :root { color-scheme: light dark; --paper: #fbfbf9; --card: #fff; --ink: #1c2227; --soft: #5b6670;
              --line: #dfe3e6; --good: #17734a; --bad: #b3261e; --warn: #8a5a00; --s0: #1f6fb2; --s1: #d9822b; --s2: #6b8e23; }
            @media (prefers-color-scheme: dark) { :root { --paper: #14181b; --card: #1c2226; --ink: #e7ebee;
              --soft: #9aa6af; --line: #323b41; --good: #5ecb97; --bad: #ff8a80; --warn: #e5b454; --s0: #6db3f2;
              --s1: #f0a35e; --s2: #b2cf6e; } }
            * { box-sizing: border-box }
            body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; background: var(--paper);
              color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
            h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
            h3 { font-size: 1rem; margin: 0 0 .4rem } p { margin: .4rem 0 } .soft { color: var(--soft) }
            .card, figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
              padding: .9rem 1rem; margin: .8rem 0 }
            .wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .92rem }
            th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line);
              white-space: nowrap } th { color: var(--soft); font-weight: 500 }
            tr:last-child td { border-bottom: 0 } td.n { font-variant-numeric: tabular-nums }
            pre { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem;
              overflow-x: auto; font-size: .85rem } ul, ol { margin: .3rem 0; padding-left: 1.3rem }
            .good, .passed { color: var(--good) } .bad, .dead, .failed { color: var(--bad) } .usable { color: var(--warn) }
            b.mark { display: inline-block; min-width: 5.5rem; font-weight: 600 }
            figure { margin: .8rem 0 } figcaption { font-weight: 600; margin-bottom: .4rem }
            .key { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin: 0 .35rem 0 1rem }
            svg { display: block; width: 100%; min-width: 34rem } figure { overflow-x: auto }
            .s0 { fill: var(--s0); background: var(--s0) } .s1 { fill: var(--s1); background: var(--s1) }
            .s2 { fill: var(--s2); background: var(--s2) } .grid { stroke: var(--line) }
            text { font: 12px system-ui, sans-serif; fill: var(--ink) } text.tick { fill: var(--soft); font-size: 11px }
            """;

    String html() {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<title>Mirrors</title>\n<style>\n").append(STYLE).append("</style></head><body>\n");
        html.append("<h1>Mirrors</h1>\n<p class=\"soft\">")
                .append(escaped(String.format(
                        Locale.ROOT,
                        "%s, %.1f s, %d mirrors",
                        report.at(),
                        report.seconds(),
                        report.mirrors().size())));
        html.append("</p>\n");
        recommendation(html);
        html.append("<h2>Side by side</h2>\n");
        table(html);
        plots(html);
        html.append("<h2>Each by itself</h2>\n");
        report.mirrors().forEach(mirror -> mirror(html, mirror));
        return html.append("</body></html>\n").toString();
    }

    private void recommendation(StringBuilder html) {
        ProbeReport.Recommendation recommendation = report.recommendation();
        html.append("<section class=\"card\"><h3>Recommendation</h3><p>").append(escaped(recommendation.why()));
        html.append("</p>\n<ol>");
        for (String name : recommendation.order()) {
            boolean needed = recommendation.chosen().contains(name);
            html.append("<li>").append(escaped(name)).append(needed ? "" : " <span class=\"soft\">not needed</span>");
            html.append("</li>");
        }
        html.append("</ol>\n");
        report.mirrors().stream()
                .filter(mirror -> !recommendation.order().contains(mirror.name()))
                .forEach(mirror -> html.append("<p>Not <b>")
                        .append(escaped(mirror.name()))
                        .append("</b>: ")
                        .append(escaped(ProbeTable.against(mirror)))
                        .append("</p>\n"));
        report.notes()
                .forEach(note ->
                        html.append("<p class=\"soft\">").append(escaped(note)).append("</p>\n"));
        if (!lines.goproxy().isEmpty()) {
            html.append("<p>For the go command alone:</p><pre>").append(escaped(lines.goproxy()));
            html.append("</pre><p>For breakwater, in breakwater.yaml:</p><pre>");
            html.append(escaped(lines.configuration())).append("</pre>\n");
        }
        html.append("</section>\n");
    }

    private void table(StringBuilder html) {
        html.append("<div class=\"card wide\"><table><thead><tr>");
        ProbeTable.TITLES.forEach(title ->
                html.append("<th scope=\"col\">").append(escaped(title)).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (MirrorReport mirror : report.mirrors()) {
            html.append("<tr>");
            for (String cell : ProbeTable.row(mirror)) {
                boolean verdict = cell.equals(ProbeTable.word(mirror.verdict()));
                html.append(verdict ? "<td class=\"" + cell + "\">" : "<td class=\"n\">")
                        .append(escaped(cell));
                html.append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private void plots(StringBuilder html) {
        RangePlot latency = new RangePlot("Time to the first byte, median to 95 %", "ms", List.of("info", "list"));
        RangePlot rate = new RangePlot("Throughput, 10 % to median", "MB/s", List.of("hot archive", "cold archive"));
        RangePlot crowd =
                new RangePlot("Time to the first byte of 95 %, so many at once", "ms", List.of("1", "8", "64"));
        RangePlot success =
                new RangePlot("Success that is proven", "%", List.of("metadata", "archive", "checksum database"));
        for (MirrorReport mirror : report.mirrors()) {
            latency.row(mirror.name(), latencies(mirror));
            rate.row(mirror.name(), rates(mirror));
            crowd.row(mirror.name(), crowds(mirror));
            success.row(mirror.name(), successes(mirror));
        }
        html.append(latency.html()).append(rate.html()).append(crowd.html()).append(success.html());
    }

    private static List<RangePlot.Range> latencies(MirrorReport mirror) {
        List<RangePlot.Range> ranges = new ArrayList<>();
        range(0, mirror.info().p50(), mirror.info().p95(), 1, "%.0f–%.0f", ranges);
        range(1, mirror.list().p50(), mirror.list().p95(), 1, "%.0f–%.0f", ranges);
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

    private static List<RangePlot.Range> successes(MirrorReport mirror) {
        List<RangePlot.Range> ranges = new ArrayList<>();
        List<String> names = List.of("metadata", "archive", "checksum");
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

    private static void mirror(StringBuilder html, MirrorReport mirror) {
        String verdict = ProbeTable.word(mirror.verdict());
        html.append("<section class=\"card\"><h3>").append(escaped(mirror.name()));
        html.append(": <span class=\"")
                .append(verdict)
                .append("\">")
                .append(verdict)
                .append("</span></h3>\n");
        html.append("<p class=\"soft\">").append(escaped(mirror.url())).append("</p>\n");
        for (MustHave gate : mirror.gates()) {
            String result = ProbeTable.word(gate.result());
            html.append("<p><b class=\"mark ").append(result).append("\">").append(ProbeTable.word(gate.name()));
            html.append("</b> ").append(gate.result() == MustHave.MustHaveResult.PASSED ? "" : result + ": ");
            html.append(escaped(gate.why())).append("</p>\n");
        }
        List<ProbeFinding> further = ProbeTable.further(mirror);
        if (!further.isEmpty()) {
            html.append("<ul>");
            further.forEach(finding -> html.append("<li>")
                    .append(escaped(ProbeTable.said(finding)))
                    .append("</li>"));
            html.append("</ul>\n");
        }
        html.append("<p class=\"soft\">");
        html.append(escaped(String.join(" · ", ProbeTable.particulars(mirror)))).append("</p></section>\n");
    }
}
