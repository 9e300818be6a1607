package dev.breakwater.sumdb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The tree's sizes over the last day: tree heads carry no date, so their age is estimated from when we knew which size. */
final class SizeHistory {
    private static final Duration APART = Duration.ofHours(1);
    private static final Duration OLD = Duration.ofDays(1);

    private volatile List<Mark> marks = List.of();

    private record Mark(Instant at, long size) {}

    /** Records that the tree had {@code size} records at {@code now}. */
    synchronized void saw(long size, Instant now) {
        marks = with(marks, new Mark(now, size));
    }

    /** Whether a tree of {@code size} records is smaller than the tree known a day before {@code now}. */
    boolean isStale(long size, Instant now) {
        return marks.stream().anyMatch(mark -> isOld(mark, now) && size < mark.size);
    }

    private static List<Mark> with(List<Mark> before, Mark mark) {
        if (!before.isEmpty() && before.getLast().at.plus(APART).isAfter(mark.at)) {
            return before;
        }
        List<Mark> after = new ArrayList<>(before);
        after.add(mark);
        // One old entry is enough: the newest of them.
        while (after.size() > 1 && isOld(after.get(1), mark.at)) {
            after.removeFirst();
        }
        return List.copyOf(after);
    }

    private static boolean isOld(Mark mark, Instant now) {
        return !mark.at.plus(OLD).isAfter(now);
    }
}
