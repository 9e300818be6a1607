package dev.breakwater.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What builds came to hour by hour, or day by day. Guarded by whoever has it. */
final class Trend {
    /**
     * One hour or day, as it is kept.
     *
     * @param waits how many builds waited how long: counts by the step of {@link Scale}, where a step's microsecond stands
     *     for a millisecond
     */
    record Cell(
            Instant from, long builds, long passed, long saved, Map<String, Long> absorbed, Map<Integer, Long> waits) {
        private static Cell empty(Instant from) {
            return new Cell(from, 0, 0, 0, Spares.named(new long[Spares.CELLS], 0), new TreeMap<>());
        }

        private Cell with(Build build) {
            Map<String, Long> sums = new LinkedHashMap<>(absorbed);
            build.absorbed().forEach((kind, count) -> sums.merge(kind, count, Long::sum));
            Map<Integer, Long> times = new TreeMap<>(waits);
            times.merge(Scale.step(build.waitMillis() * 1000), 1L, Long::sum);
            return new Cell(
                    from,
                    builds + 1,
                    passed + (build.passed() ? 1 : 0),
                    saved + (build.passed() && build.absorbedInAll() > 0 ? 1 : 0),
                    sums,
                    times);
        }

        private BuildTrend told() {
            long[] counts = new long[Scale.STEPS];
            waits.forEach((step, count) -> counts[Math.clamp(step, 0, Scale.STEPS - 1)] = count);
            return new BuildTrend(
                    from,
                    builds,
                    passed,
                    saved,
                    Scale.percentile(counts, 0, 0.5) * 1000,
                    absorbed,
                    Spares.sum(absorbed));
        }
    }

    private final Duration each;
    private final int most;
    private final TreeMap<Instant, Cell> cells = new TreeMap<>();

    /** The last {@code most} parts of that length. */
    Trend(Duration each, int most) {
        this.each = each;
        this.most = most;
    }

    /** Counts a build that is over. */
    void add(Build build) {
        add(cells, build);
        while (cells.size() > most) {
            cells.pollFirstEntry();
        }
    }

    private void add(Map<Instant, Cell> to, Build build) {
        long seconds = each.toSeconds();
        Instant from = Instant.ofEpochSecond(Math.floorDiv(build.began().getEpochSecond(), seconds) * seconds);
        to.put(from, to.getOrDefault(from, Cell.empty(from)).with(build));
    }

    /** Oldest first; the parts in which a build began. */
    List<BuildTrend> told(List<Build> besides) {
        TreeMap<Instant, Cell> all = new TreeMap<>(cells);
        besides.forEach(build -> add(all, build));
        return all.values().stream().map(Cell::told).toList();
    }

    List<Cell> kept() {
        return new ArrayList<>(cells.values());
    }

    /** Adds what was kept before: of each part the sum. */
    void restore(List<Cell> kept) {
        for (Cell cell : kept) {
            cells.merge(cell.from(), cell, Trend::sum);
        }
    }

    private static Cell sum(Cell a, Cell b) {
        Map<String, Long> sums = new LinkedHashMap<>(a.absorbed);
        b.absorbed.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
        Map<Integer, Long> times = new TreeMap<>(a.waits);
        b.waits.forEach((step, count) -> times.merge(step, count, Long::sum));
        return new Cell(a.from, a.builds + b.builds, a.passed + b.passed, a.saved + b.saved, sums, times);
    }
}
