package dev.breakwater.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plot of ranges as inline SVG: a row for each thing, in it a bar for each series from a lower to an upper figure. Coloured
 * by the page's style sheet, classes {@code s0}, {@code s1} …; every bar says its figures when pointed at.
 */
final class RangePlot {
    private static final int LEFT = 150;
    private static final int WIDTH = 720;
    private static final int RIGHT = 78;
    private static final int BAR = 14;
    private static final int TOP = 8;
    private static final int GAP = 12;

    private final String title;
    private final String unit;
    private final List<String> series;
    private final List<Row> rows = new ArrayList<>();

    /** A bar; {@code text} is written behind it. */
    record Range(int series, double low, double high, String text) {}

    private record Row(String label, List<Range> ranges) {}

    RangePlot(String title, String unit, List<String> series) {
        this.title = title;
        this.unit = unit;
        this.series = series;
    }

    /** Adds a row; one without ranges says so. */
    void row(String label, List<Range> ranges) {
        rows.add(new Row(label, ranges));
    }

    /** The figure: title, legend, plot. */
    String html() {
        StringBuilder html = new StringBuilder("<figure><figcaption>" + escaped(title));
        for (int i = 0; i < series.size(); i++) {
            html.append("<span class=\"key s").append(i).append("\"></span>").append(escaped(series.get(i)));
        }
        html.append("</figcaption>\n");
        int bars =
                rows.stream().mapToInt(row -> Math.max(1, row.ranges().size())).sum();
        int height = TOP + bars * BAR + rows.size() * GAP + 22;
        html.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(height);
        html.append("\" role=\"img\" aria-label=\"").append(escaped(title)).append("\">\n");
        double most = ceiling(rows.stream()
                .flatMap(row -> row.ranges().stream())
                .mapToDouble(Range::high)
                .max()
                .orElse(1));
        axis(html, most, height);
        int y = TOP;
        for (Row row : rows) {
            y = row(html, row, most, y);
        }
        return html.append("</svg></figure>\n").toString();
    }

    private void axis(StringBuilder html, double most, int height) {
        for (int i = 0; i <= 4; i++) {
            double value = most * i / 4;
            double x = x(value, most);
            html.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>",
                    x,
                    x,
                    height - 18));
            html.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s%s</text>%n",
                    x,
                    height - 4,
                    number(value),
                    i == 4 ? " " + escaped(unit) : ""));
        }
    }

    private int row(StringBuilder html, Row row, double most, int from) {
        int bars = Math.max(1, row.ranges().size());
        int middle = from + bars * BAR / 2 + 4;
        html.append(String.format(
                Locale.ROOT,
                "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                LEFT - 10,
                middle,
                escaped(shortened(row.label()))));
        if (row.ranges().isEmpty()) {
            html.append(String.format(
                    Locale.ROOT, "<text class=\"tick\" x=\"%d\" y=\"%d\">not measured</text>%n", LEFT + 6, middle));
        }
        int y = from;
        for (Range range : row.ranges()) {
            double start = x(range.low(), most);
            double end = Math.max(start + 3, x(range.high(), most));
            html.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"s%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"><title>%s</title></rect>",
                    range.series(),
                    start,
                    y + 2,
                    end - start,
                    BAR - 4,
                    escaped(row.label() + ", " + series.get(range.series()) + ": " + range.text())));
            html.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                    end + 5,
                    y + BAR - 3,
                    escaped(range.text())));
            y += BAR;
        }
        return from + bars * BAR + GAP;
    }

    private static double x(double value, double most) {
        return LEFT + value / most * (WIDTH - LEFT - RIGHT);
    }

    /** The next number above that four steps divide well: 1, 2, 4 or 8 times a power of ten. */
    private static double ceiling(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
        for (double step : new double[] {1, 2, 4, 8, 10}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
    }

    private static String shortened(String label) {
        return label.length() <= 22 ? label : label.substring(0, 21) + "…";
    }

    /** As text or attribute of HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
