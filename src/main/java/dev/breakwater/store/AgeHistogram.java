package dev.breakwater.store;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A histogram of bytes by the time of last use: exact to the second for few times, coarser for many, so that memory stays
 * bounded.
 */
final class AgeHistogram {
    private static final int MOST = 20_000;
    private static final int COARSER = 4;

    /** By the number of the span of time, counted from 1970. */
    private TreeMap<Long, Long> bytes = new TreeMap<>();

    private long seconds = 1;
    private long total;

    /** A cut by age: everything used before {@code all}, and {@code bytes} of what was used from then until {@code some}. */
    record Cut(Instant all, Instant some, long bytes) {
        /** Nothing. */
        static final Cut NONE = new Cut(Instant.MIN, Instant.MIN, 0);
    }

    void add(EntryGroups.EntryGroup unit) {
        add(unit.used(), unit.bytes());
    }

    void add(Instant used, long size) {
        total += size;
        bytes.merge(Math.floorDiv(used.getEpochSecond(), seconds), size, Long::sum);
        if (bytes.size() > MOST) {
            TreeMap<Long, Long> coarser = new TreeMap<>();
            bytes.forEach((span, sum) -> coarser.merge(Math.floorDiv(span, COARSER), sum, Long::sum));
            bytes = coarser;
            seconds *= COARSER;
        }
    }

    long total() {
        return total;
    }

    /** The cut that covers {@code wanted} bytes. */
    Cut cut(long wanted) {
        long before = 0;
        for (Map.Entry<Long, Long> span : bytes.entrySet()) {
            if (before + span.getValue() >= wanted) {
                Instant all = Instant.ofEpochSecond(span.getKey() * seconds);
                return new Cut(all, all.plusSeconds(seconds), wanted - before);
            }
            before += span.getValue();
        }
        return new Cut(Instant.MAX, Instant.MAX, 0);
    }
}
