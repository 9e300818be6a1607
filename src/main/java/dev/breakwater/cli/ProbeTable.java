package dev.breakwater.cli;

import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.MustHave;
import dev.breakwater.probe.ProbeColumn;
import dev.breakwater.probe.ProbeDisplay;
import dev.breakwater.probe.ProbeFinding;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An evaluation as text for people: a table, the reasons, the advice. */
record ProbeTable(ProbeReport report, ProbeLines lines) {
    /** The titles of the columns. */
    static List<String> titles(ProbeDisplay display) {
        return Stream.concat(
                        Stream.of("mirror", "verdict"),
                        display.columns().stream().map(ProbeColumn::title))
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        ProbeDisplay display = lines.prober().display();
        List<List<String>> rows = new ArrayList<>(List.of(titles(display)));
        report.mirrors().forEach(mirror -> rows.add(row(mirror, display)));
        table(rows, text);
        for (MirrorReport mirror : report.mirrors()) {
            text.append('\n');
            reasons(mirror, text);
        }
        text.append('\n');
        advice(text);
        return text.toString();
    }

    /** A summary of the changes. */
    static String changed(ProbeReport report, List<String> changes) {
        StringBuilder text = new StringBuilder();
        changes.forEach(
                change -> text.append(report.at()).append("  ").append(change).append('\n'));
        if (changes.isEmpty()) {
            text.append(report.at())
                    .append("  no change; ")
                    .append(report.recommendation().why())
                    .append('\n');
        }
        return text.toString();
    }

    private static void table(List<List<String>> rows, StringBuilder text) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(r -> r.get(column).length())
                        .max()
                        .orElse(0);
                line.append(String.format(Locale.ROOT, "%-" + (width + 2) + "s", row.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    static List<String> row(MirrorReport mirror, ProbeDisplay display) {
        List<String> cells = new ArrayList<>(List.of(mirror.name(), word(mirror.verdict())));
        boolean dead = mirror.verdict() == MirrorReport.MirrorVerdict.DEAD;
        display.columns().forEach(column -> cells.add(dead ? "-" : column.cell().apply(mirror)));
        return cells;
    }

    static String word(Enum<?> constant) {
        return word(constant.name());
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void reasons(MirrorReport mirror, StringBuilder text) {
        text.append(mirror.name()).append(" (").append(mirror.url()).append("): ");
        text.append(word(mirror.verdict())).append('\n');
        for (MustHave gate : mirror.gates()) {
            String mark = switch (gate.result()) {
                case PASSED -> "ok";
                case FAILED -> "NO";
                case UNDECIDED -> "?";
            };
            text.append(String.format(Locale.ROOT, "  %-3s %-8s %s%n", mark, word(gate.name()), gate.why()));
        }
        further(mirror)
                .forEach(finding -> text.append("  !   ").append(said(finding)).append('\n'));
        particulars(mirror, lines.prober().display())
                .forEach(line -> text.append("      ").append(line).append('\n'));
    }

    /** The findings beyond the required checks. */
    static List<ProbeFinding> further(MirrorReport mirror) {
        return mirror.findings().stream()
                .filter(finding ->
                        mirror.gates().stream().noneMatch(gate -> gate.why().equals(finding.text())))
                .toList();
    }

    /** The finding's kind and text. */
    static String said(ProbeFinding finding) {
        return word(finding.kind().name()) + ": " + finding.text();
    }

    /** Why {@code mirror} is not among the recommended ones. */
    static String against(MirrorReport mirror) {
        return mirror.gates().stream()
                .filter(gate -> gate.result() == MustHave.MustHaveResult.FAILED)
                .map(MustHave::why)
                .findFirst()
                .orElse("it served no file that a build needs");
    }

    /** Further measurements; none for a dead mirror. */
    static List<String> particulars(MirrorReport mirror, ProbeDisplay display) {
        List<String> all = new ArrayList<>();
        if (mirror.verdict() == MirrorReport.MirrorVerdict.DEAD) {
            return all;
        }
        all.add(connection(mirror.connection()));
        if (!mirror.manners().isEmpty()) {
            all.add("HTTP: " + String.join(", ", mirror.manners()));
        }
        if (!mirror.crowds().isEmpty()) {
            all.add("at once: " + crowds(mirror));
        }
        all.addAll(display.particulars().apply(mirror));
        all.add(mirror.requests() + " answers, " + Sizes.shown(mirror.bytes()));
        return all;
    }

    private static String connection(MirrorReport.Connection connection) {
        List<String> words = new ArrayList<>();
        step("DNS", connection.dnsMs(), words);
        step("TCP", connection.tcpMs(), words);
        step("TLS", connection.tlsMs(), words);
        String alpn = connection.alpn();
        if (alpn != null) {
            words.add("ALPN " + alpn);
        }
        return words.isEmpty() ? "connection not measured" : "connection: " + String.join(", ", words);
    }

    private static void step(String name, @Nullable Double ms, List<String> words) {
        if (ms != null) {
            words.add(String.format(Locale.ROOT, "%s %.0f ms", name, ms));
        }
    }

    private static String crowds(MirrorReport mirror) {
        List<String> words = new ArrayList<>();
        for (MirrorReport.CrowdReport crowd : mirror.crowds()) {
            Double p95 = crowd.p95();
            words.add(crowd.good() + " of " + crowd.atOnce() + (p95 == null ? "" : " in " + Math.round(p95) + " ms"));
        }
        return String.join(", ", words);
    }

    private void advice(StringBuilder text) {
        ProbeReport.Recommendation recommendation = report.recommendation();
        report.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        text.append(recommendation.why()).append('\n');
        int place = 1;
        for (String name : recommendation.order()) {
            MirrorReport mirror = report.mirror(name);
            text.append(String.format(
                    Locale.ROOT,
                    "  %d. %s: %s; %s%s%n",
                    place,
                    name,
                    score("metadata", mirror),
                    score("archive", mirror),
                    place <= recommendation.count() ? "" : "; not needed"));
            place++;
        }
        report.mirrors().stream()
                .filter(mirror -> !recommendation.order().contains(mirror.name()))
                .forEach(mirror -> text.append("  not ")
                        .append(mirror.name())
                        .append(": ")
                        .append(against(mirror))
                        .append('\n'));
        lines.client().ifPresent(client -> {
            text.append('\n')
                    .append(client.title())
                    .append("\n\n")
                    .append(client.line())
                    .append('\n');
            text.append("\nFor breakwater, in breakwater.yaml:\n\n").append(lines.configuration());
        });
        text.append(String.format(
                Locale.ROOT,
                "%n%.1f s, %d mirrors%n",
                report.seconds(),
                report.mirrors().size()));
    }

    private static String score(String name, MirrorReport mirror) {
        Score score = mirror.scores().getOrDefault(name, Score.NONE);
        Double seconds = score.seconds();
        return seconds == null
                ? name + " not measured"
                : String.format(
                        Locale.ROOT,
                        "%s in %.2f s, %d of %d succeeded (at least %.0f %%)",
                        name,
                        seconds,
                        score.successes(),
                        score.trials(),
                        Math.floor(score.p() * 100));
    }
}
