package dev.breakwater.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Build totals by hour, or by day. Guarded by its owner. */
final class BuildTrends {
    /**
     * One hour or day, as stored.
     *
     * @param waits how many builds waited how long: counts by step of {@link DurationScale}; a step's microsecond stands
     *     for a millisecond
     */
    record TrendCell(
            Instant from, long builds, long passed, long saved, Map<String, Long> absorbed, Map<Integer, Long> waits) {
        private static TrendCell empty(Instant from) {
            return new TrendCell(from, 0, 0, 0, RescueCounts.named(new long[RescueCounts.CELLS], 0), new TreeMap<>());
        }

        private TrendCell with(Build build) {
            Map<String, Long> sums = new LinkedHashMap<>(absorbed);
            build.absorbed().forEach((kind, count) -> sums.merge(kind, count, Long::sum));
            Map<Integer, Long> times = new TreeMap<>(waits);
            times.merge(DurationScale.step(build.waitMillis() * 1000), 1L, Long::sum);
            return new TrendCell(
                    from,
                    builds + 1,
                    passed + (build.passed() ? 1 : 0),
                    saved + (build.passed() && build.absorbedInAll() > 0 ? 1 : 0),
                    sums,
                    times);
        }

        private BuildTrend told() {
            long[] counts = new long[DurationScale.STEPS];
            waits.forEach((step, count) -> counts[Math.clamp(step, 0, DurationScale.STEPS - 1)] = count);
            return new BuildTrend(
                    from,
                    builds,
                    passed,
                    saved,
                    DurationScale.percentile(counts, 0, 0.5) * 1000,
                    absorbed,
                    RescueCounts.sum(absorbed));
        }
    }

    private final Duration each;
    private final int most;
    private final TreeMap<Instant, TrendCell> cells = new TreeMap<>();

    /** Keeps the last {@code most} parts of that length. */
    BuildTrends(Duration each, int most) {
        this.each = each;
        this.most = most;
    }

    /** Counts an ended build. */
    void add(Build build) {
        add(cells, build);
        while (cells.size() > most) {
            cells.pollFirstEntry();
        }
    }

    private void add(Map<Instant, TrendCell> to, Build build) {
        long seconds = each.toSeconds();
        Instant from = Instant.ofEpochSecond(Math.floorDiv(build.began().getEpochSecond(), seconds) * seconds);
        to.put(from, to.getOrDefault(from, TrendCell.empty(from)).with(build));
    }

    /** Oldest first; the parts in which a build began. */
    List<BuildTrend> told(List<Build> besides) {
        TreeMap<Instant, TrendCell> all = new TreeMap<>(cells);
        besides.forEach(build -> add(all, build));
        return all.values().stream().map(TrendCell::told).toList();
    }

    List<TrendCell> kept() {
        return new ArrayList<>(cells.values());
    }

    /** Adds stored parts: sums up each part. */
    void restore(List<TrendCell> kept) {
        for (TrendCell cell : kept) {
            cells.merge(cell.from(), cell, BuildTrends::sum);
        }
    }

    private static TrendCell sum(TrendCell a, TrendCell b) {
        Map<String, Long> sums = new LinkedHashMap<>(a.absorbed);
        b.absorbed.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
        Map<Integer, Long> times = new TreeMap<>(a.waits);
        b.waits.forEach((step, count) -> times.merge(step, count, Long::sum));
        return new TrendCell(a.from, a.builds + b.builds, a.passed + b.passed, a.saved + b.saved, sums, times);
    }
}
