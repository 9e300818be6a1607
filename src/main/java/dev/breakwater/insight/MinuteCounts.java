package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.ExchangeOutcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Counts of exchanges by minute, for an hour. Guarded by its owner. */
final class MinuteCounts {
    private static final int KEPT = 60;
    private static final long SECONDS = 60;

    private static final class MinuteCell {
        private final long minute;
        private final long[] times = new long[DurationScale.STEPS];
        private long exchanges;
        private long failed;
        private long bytes;
        private long foundBytes;
        private long foundNanos;

        MinuteCell(long minute) {
            this.minute = minute;
        }

        UpstreamStory.Minute told() {
            return new UpstreamStory.Minute(
                    Instant.ofEpochSecond(minute * SECONDS),
                    exchanges,
                    failed,
                    DurationScale.percentile(times, 0, 0.5),
                    DurationScale.percentile(times, 0, 0.95),
                    bytes,
                    foundNanos == 0 ? 0 : foundBytes * 1e9 / foundNanos);
        }
    }

    private final Deque<MinuteCell> cells = new ArrayDeque<>();

    void add(Event.Exchanged event, boolean failed, Instant now) {
        long minute = Math.floorDiv(now.getEpochSecond(), SECONDS);
        MinuteCell cell = cells.peekLast();
        if (cell == null || cell.minute < minute) {
            cell = new MinuteCell(minute);
            cells.addLast(cell);
            forget(now);
        }
        cell.exchanges++;
        cell.bytes += event.bytes();
        if (failed) {
            cell.failed++;
            return;
        }
        cell.times[DurationScale.step(event.took().toNanos())]++;
        if (event.outcome() == ExchangeOutcome.FOUND) {
            cell.foundBytes += event.bytes();
            cell.foundNanos += event.took().toNanos();
        }
    }

    private void forget(Instant now) {
        long oldest = Math.floorDiv(now.getEpochSecond(), SECONDS) - KEPT + 1;
        while (!cells.isEmpty() && cells.getFirst().minute < oldest) {
            cells.removeFirst();
        }
    }

    List<UpstreamStory.Minute> told(Instant now) {
        forget(now);
        return cells.stream().map(MinuteCell::told).toList();
    }
}
