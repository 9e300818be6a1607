package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #KEPT} requests, for the live view. This server's own pages are left out: a viewer would see the view's own
 * requests. Keeping one costs a number and a place in a ring, and no lock; lines are built on reading only.
 */
public final class TrafficLog implements Events {
    private static final int KEPT = 2000;

    private record SeenRequest(long sequence, long millis, Event.Served served) {}

    private final AtomicReferenceArray<@Nullable SeenRequest> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong sequence = new AtomicLong();
    private final InstantSource clock;

    /** Has seen none yet. */
    public TrafficLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.Served served && !ours(served)) {
            long number = sequence.incrementAndGet();
            ring.set((int) (number % KEPT), new SeenRequest(number, clock.millis(), served));
        }
    }

    private static boolean ours(Event.Served served) {
        return served.repository().equals("-")
                && (served.target().startsWith("/-/") || served.target().equals("/"));
    }

    /** The number of the newest; 0 where there is none. */
    public long newest() {
        return sequence.get();
    }

    /**
     * Those that came after the one of that number, oldest first; the first {@code most} of them. A caller that goes on from the
     * last one's number misses nothing, unless more than {@value #KEPT} come in between.
     *
     * @param confidential whether the asker may see what is confidential; else it comes {@link TrafficLine#hidden hidden}
     */
    public List<TrafficLine> after(long number, TrafficFilter filter, boolean confidential, int most) {
        List<TrafficLine> lines = new ArrayList<>();
        long last = sequence.get();
        for (long i = Math.max(number, last - KEPT) + 1; i <= last && lines.size() < most; i++) {
            SeenRequest seen = ring.get((int) (i % KEPT));
            if (seen == null || seen.sequence < i) {
                // its number is taken, its place not filled yet: it comes next time, and so do those after it
                break;
            }
            add(lines, seen, i, filter, confidential);
        }
        return lines;
    }

    /** The last {@code most} of those that are wanted, newest first; {@code confidential} as in {@link #after}. */
    public List<TrafficLine> last(TrafficFilter filter, boolean confidential, int most) {
        List<TrafficLine> lines = new ArrayList<>();
        long last = sequence.get();
        for (long i = last; i > Math.max(0, last - KEPT) && lines.size() < most; i--) {
            SeenRequest seen = ring.get((int) (i % KEPT));
            if (seen != null) {
                add(lines, seen, i, filter, confidential);
            }
        }
        return Collections.unmodifiableList(lines);
    }

    private static void add(
            List<TrafficLine> lines, SeenRequest seen, long number, TrafficFilter filter, boolean confidential) {
        if (seen.sequence == number) {
            TrafficLine line = line(seen);
            TrafficLine shown = line.confidential() && !confidential ? line.hidden() : line;
            if (filter.takes(shown)) {
                lines.add(shown);
            }
        }
    }

    private static TrafficLine line(SeenRequest seen) {
        Event.Served served = seen.served;
        return new TrafficLine(
                seen.sequence,
                Instant.ofEpochMilli(seen.millis),
                served.remote(),
                served.who(),
                served.method(),
                served.target(),
                served.repository(),
                served.kind(),
                served.result().written(),
                served.upstream(),
                served.status(),
                served.bytes(),
                served.took().toNanos() / 1e6,
                served.spared().written(),
                // what was turned away before it was known what it is about may be about anything
                served.confidential() || served.repository().equals("-"));
    }
}
