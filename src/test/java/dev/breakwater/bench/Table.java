package dev.breakwater.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table that is printed when it is complete: columns as wide as they must be. */
final class Table {
    private final List<String[]> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(head);
    }

    void row(String... cells) {
        quiet(cells);
        System.err.println("… " + String.join("  ", cells));
    }

    /** A row that is seen in the table alone. */
    void quiet(String... cells) {
        rows.add(cells);
    }

    void print() {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        rows.add(1, Arrays.stream(widths).mapToObj("-"::repeat).toArray(String[]::new));
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < row.length; i++) {
                line.append(' ')
                        .append(row[i])
                        .append(" ".repeat(widths[i] - row[i].length() + 1))
                        .append('|');
            }
            System.out.println(line);
        }
    }

    static String ms(double milliseconds) {
        return String.format(Locale.ROOT, "%,.1f ms", milliseconds);
    }

    static String ms(Duration duration) {
        return ms(duration.toNanos() / 1e6);
    }

    static String ratio(Duration through, Duration direct) {
        return String.format(Locale.ROOT, "%.3f ×", (double) through.toNanos() / direct.toNanos());
    }

    static String mb(long kilobytes) {
        return String.format(Locale.ROOT, "%,.0f MB", kilobytes / 1024.0);
    }

    static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
