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
 * requests. Recording one takes a number and a place in a ring, and no lock; lines are built only on reading.
 */
public final class TrafficLog implements Events {
    private static final int KEPT = 2000;

    private record SeenRequest(long sequence, long millis, Event.Served served) {}

    private final AtomicReferenceArray<@Nullable SeenRequest> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong sequence = new AtomicLong();
    private final InstantSource clock;

    /** Starts empty. */
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

    /** The number of the newest; 0 if there is none. */
    public long newest() {
        return sequence.get();
    }

    /**
     * The requests after the one of that number, oldest first; the first {@code most} of them. A caller that continues from the
     * last one's number misses nothing, unless there are more than {@value #KEPT} in between.
     *
     * @param confidential whether the caller may see confidential lines; else they are {@link TrafficLine#hidden hidden}
     */
    public List<TrafficLine> after(long number, TrafficFilter filter, boolean confidential, int most) {
        List<TrafficLine> lines = new ArrayList<>();
        long last = sequence.get();
        for (long i = Math.max(number, last - KEPT) + 1; i <= last && lines.size() < most; i++) {
            SeenRequest seen = ring.get((int) (i % KEPT));
            if (seen == null || seen.sequence < i) {
                // its number is taken, but its place not filled yet: this one and those after it are returned next time
                break;
            }
            add(lines, seen, i, filter, confidential);
        }
        return lines;
    }

    /** The last {@code most} that match, newest first; {@code confidential} as in {@link #after}. */
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
                // a request refused before its module was known may be about any module
                served.confidential() || served.repository().equals("-"));
    }
}
