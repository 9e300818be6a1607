package dev.breakwater.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics there are: as docs/metrics.md has them, and as a scrape has them. */
public final class MetricsPage {
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9_]+)` \\| ([a-z]+) \\|([^|]*)\\|[^|]*[^| ][^|]*\\|");
    private static final Pattern LABEL = Pattern.compile("`([a-z]+)`");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABELLED = Pattern.compile("([a-z]+)=\"");

    private MetricsPage() {}

    /** {@code kind} is counter, gauge or histogram; {@code le} is not among the labels. */
    public record Metric(String kind, Set<String> labels) {}

    /** What the page says, by name. */
    public static Map<String, Metric> read() throws IOException {
        Map<String, Metric> all = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs/metrics.md"))).results().forEach(row -> {
            Metric before = all.put(row.group(1), new Metric(row.group(2), found(LABEL, row.group(3))));
            if (before != null) {
                throw new AssertionError(row.group(1) + " is there twice");
            }
        });
        return all;
    }

    /** What a scrape says, by name. */
    public static Map<String, Metric> scraped(String text) {
        Map<String, Metric> all = new TreeMap<>();
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            all.put(type.group(1), new Metric(type.group(2), new TreeSet<>()));
        }
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("no sample: " + line);
            }
            Metric metric = all.containsKey(sample.group(1))
                    ? all.get(sample.group(1))
                    : all.get(sample.group(1).replaceFirst("_(bucket|sum|count)$", ""));
            if (metric == null) {
                throw new AssertionError("a sample without its type: " + line);
            }
            if (sample.group(2) != null) {
                metric.labels().addAll(found(LABELLED, sample.group(2)));
            }
            metric.labels().remove("le");
        });
        return all;
    }

    private static Set<String> found(Pattern what, String in) {
        return what.matcher(in)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
