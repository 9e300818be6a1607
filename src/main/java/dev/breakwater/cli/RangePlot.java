package dev.breakwater.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The shapes of a plot of ranges: a row for each thing, in it a bar for each series from a lower to an upper figure. The
 * template {@code plot} makes inline SVG of it, coloured by the page's style sheet; every bar shows its figures as a tooltip.
 */
final class RangePlot {
    static final int LEFT = 150;
    static final int WIDTH = 720;
    private static final int RIGHT = 78;
    static final int BAR = 14;
    private static final int TOP = 8;
    private static final int GAP = 12;

    private final String title;
    private final String unit;
    private final List<String> series;
    private final List<Row> rows = new ArrayList<>();

    /** A bar; {@code text} is written after it. */
    record Range(int series, double low, double high, String text) {}

    /** A line of the axis, and the text below it. */
    record Tick(String x, String text) {}

    /** A row: its name, and its bars. */
    record Label(String text, int y, List<RangeBar> bars) {
        boolean empty() {
            return bars.isEmpty();
        }
    }

    /** A bar as it is drawn; {@code text} is written from {@code end} on. */
    record RangeBar(int series, String x, int y, String width, String end, String title, String text) {}

    private record Row(String label, List<Range> ranges) {}

    RangePlot(String title, String unit, List<String> series) {
        this.title = title;
        this.unit = unit;
        this.series = series;
    }

    /** Adds a row; a row without ranges shows that. */
    void row(String label, List<Range> ranges) {
        rows.add(new Row(label, ranges));
    }

    String title() {
        return title;
    }

    List<String> series() {
        return series;
    }

    int height() {
        int bars =
                rows.stream().mapToInt(row -> Math.max(1, row.ranges().size())).sum();
        return TOP + bars * BAR + rows.size() * GAP + 22;
    }

    private double most() {
        return ceiling(rows.stream()
                .flatMap(row -> row.ranges().stream())
                .mapToDouble(Range::high)
                .max()
                .orElse(1));
    }

    /** The axis. */
    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        double most = most();
        for (int i = 0; i <= 4; i++) {
            double value = most * i / 4;
            ticks.add(new Tick(written(x(value, most)), number(value) + (i == 4 ? " " + unit : "")));
        }
        return ticks;
    }

    /** The rows, from the top to the bottom. */
    List<Label> labels() {
        List<Label> labels = new ArrayList<>();
        double most = most();
        int y = TOP;
        for (Row row : rows) {
            int high = Math.max(1, row.ranges().size()) * BAR;
            labels.add(new Label(shortened(row.label()), y + high / 2 + 4, bars(row, most, y)));
            y += high + GAP;
        }
        return labels;
    }

    private List<RangeBar> bars(Row row, double most, int from) {
        List<RangeBar> bars = new ArrayList<>();
        for (Range range : row.ranges()) {
            double start = x(range.low(), most);
            double end = Math.max(start + 3, x(range.high(), most));
            String title = row.label() + ", " + series.get(range.series()) + ": " + range.text();
            int y = from + bars.size() * BAR;
            bars.add(new RangeBar(
                    range.series(), written(start), y, written(end - start), written(end + 5), title, range.text()));
        }
        return bars;
    }

    private static String written(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    private static double x(double value, double most) {
        return LEFT + value / most * (WIDTH - LEFT - RIGHT);
    }

    /** The next higher number that four steps divide well: 1, 2, 4 or 8 times a power of ten. */
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
}
