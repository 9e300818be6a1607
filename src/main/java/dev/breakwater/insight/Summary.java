package dev.breakwater.insight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statistics of a window, computed from the counts of {@link Tally} in each part. */
final class Summary {
    private final Window window;
    private final String repository;
    private final Instant from;
    private final long[][] parts;
    private final long[] sum = new long[Tally.CELLS];

    Summary(Window window, String repository, Instant from, long[][] parts) {
        this.window = window;
        this.repository = repository;
        this.from = from;
        this.parts = parts;
        for (long[] part : parts) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
    }

    RequestFigures until(Instant until) {
        List<RequestFigures.Point> points = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            points.add(point(from.plus(window.part().multipliedBy(i)), parts[i]));
        }
        return new RequestFigures(
                window.written(),
                repository,
                from,
                until,
                sum[Tally.REQUESTS],
                sum[Tally.SUCCEEDED],
                sum[Tally.FAILED],
                sum[Tally.GONE],
                sum[Tally.HITS],
                sum[Tally.MISSES],
                rate(sum[Tally.SUCCEEDED], sum[Tally.FAILED]),
                rate(sum[Tally.HITS], sum[Tally.MISSES]),
                times(together(sum), 0),
                times(sum, Tally.HIT_TIMES),
                times(sum, Tally.MISS_TIMES),
                sum[Tally.BYTES],
                RescueCounts.named(sum, Tally.SPARED),
                spared(sum),
                points);
    }

    private static RequestFigures.Point point(Instant from, long[] part) {
        return new RequestFigures.Point(
                from,
                part[Tally.REQUESTS],
                part[Tally.SUCCEEDED],
                part[Tally.FAILED],
                part[Tally.HITS],
                part[Tally.MISSES],
                spared(part),
                part[Tally.BYTES],
                DurationScale.percentile(together(part), 0, 0.95));
    }

    private static @Nullable Double rate(long those, long others) {
        return those + others == 0 ? null : (double) those / (those + others);
    }

    private static long spared(long[] counts) {
        return RescueCounts.sum(RescueCounts.named(counts, Tally.SPARED));
    }

    /** The times of hits, misses and all others together. */
    private static long[] together(long[] counts) {
        long[] all = new long[DurationScale.STEPS];
        for (int i = 0; i < all.length; i++) {
            all[i] = counts[Tally.HIT_TIMES + i] + counts[Tally.MISS_TIMES + i] + counts[Tally.OTHER_TIMES + i];
        }
        return all;
    }

    private static RequestFigures.Times times(long[] counts, int at) {
        long count = 0;
        for (int i = 0; i < DurationScale.STEPS; i++) {
            count += counts[at + i];
        }
        return new RequestFigures.Times(
                count,
                DurationScale.percentile(counts, at, 0.5),
                DurationScale.percentile(counts, at, 0.95),
                DurationScale.percentile(counts, at, 0.99));
    }
}
