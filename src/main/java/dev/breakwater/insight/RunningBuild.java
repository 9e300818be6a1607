package dev.breakwater.insight;

import dev.breakwater.event.Event;
import java.time.Instant;
import java.util.Map;

/** A build that has not ended. Safe for many threads. */
final class RunningBuild {
    private static final long NANOS = 1_000_000_000L;

    private final long sequence;
    private final String client;
    private final String who;
    private final long[] absorbed = new long[RescueCounts.CELLS];
    private final BusyTime waiting = new BusyTime();
    private long began = Long.MAX_VALUE;
    private long ended = Long.MIN_VALUE;
    private long requests;
    private long downloads;
    private long failures;
    private long gone;
    private long bytes;
    private boolean closed;

    RunningBuild(long sequence, String client, String who) {
        this.sequence = sequence;
        this.client = client;
        this.who = who;
    }

    static long nanos(Instant at) {
        return at.getEpochSecond() * NANOS + at.getNano();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    /** Adds a request that has ended at {@code end}; false if it began so late that it belongs to another build. */
    synchronized boolean add(Event.Served served, long end) {
        long start = end - served.took().toNanos();
        if (closed || (requests > 0 && start - ended > Builds.PAUSE.toNanos())) {
            return false;
        }
        began = Math.min(began, start);
        ended = Math.max(ended, end);
        requests++;
        bytes += served.bytes();
        waiting.add(start, end);
        switch (RequestVerdict.of(served)) {
            case GONE -> gone++;
            case FAILED -> failures++;
            case SUCCEEDED -> {
                absorbed[RescueCounts.cell(served.spared())]++;
                downloads += served.archive() && served.status() < 300 ? 1 : 0;
            }
        }
        return true;
    }

    /** Whether there was no request for {@code nanos} at {@code now}. */
    synchronized boolean idle(long now, long nanos) {
        return requests > 0 && now - ended > nanos;
    }

    /** Closes it for further requests. */
    synchronized void close() {
        closed = true;
    }

    /** The build so far. */
    synchronized Build seen(long now) {
        Map<String, Long> kinds = RescueCounts.named(absorbed, 0);
        return new Build(
                sequence,
                client,
                who,
                instant(began),
                instant(ended),
                closed || idle(now, Builds.PAUSE.toNanos()),
                (ended - began) / 1_000_000,
                requests,
                downloads,
                failures,
                gone,
                kinds,
                RescueCounts.sum(kinds),
                waiting.total() / 1_000_000,
                bytes,
                failures == 0);
    }

    synchronized boolean any() {
        return requests > 0;
    }
}
