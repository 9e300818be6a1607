package dev.breakwater.audit;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RequestResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log: writes {@link Event.Audited} events to {@link AuditFiles}. Publishers never wait: lines go through a bounded
 * queue to a thread of the log's own. Lines that do not fit, or cannot be written, are counted; the count is reported as an
 * alarm, in the metrics, and in the log itself as soon as it can be written again.
 *
 * <p>Unknown clients can cause any number of refusals: beyond fifty a second they are counted in one line.
 */
public final class AuditLog implements Events, AutoCloseable {
    private static final int WAITING = 16_384;
    private static final int BATCH = 1_024;
    private static final int REFUSALS = 50;
    private static final Duration TOLD = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private record QueuedLine(Event.@Nullable Audited event, Instant at) {}

    private final BlockingQueue<QueuedLine> waiting;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostEver = new AtomicLong();
    private final AuditFiles files;
    private final Events events;
    private final InstantSource clock;
    private final Thread writer;
    private long refusals;
    private long second;
    private Instant told = Instant.MIN;

    /**
     * Writes into {@code folder}, which is created with the first line.
     *
     * @param most how large a file may become, in bytes
     * @param keep how long files are kept; null for ever
     */
    public AuditLog(Path folder, long most, @Nullable Duration keep, Events events, InstantSource clock) {
        this(folder, most, keep, events, clock, WAITING);
    }

    AuditLog(Path folder, long most, @Nullable Duration keep, Events events, InstantSource clock, int room) {
        this.files = new AuditFiles(folder, most, keep);
        this.events = events;
        this.clock = clock;
        this.waiting = new ArrayBlockingQueue<>(room);
        this.writer = Thread.ofPlatform().daemon().name("audit").start(this::run);
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.Audited audited && !waiting.offer(new QueuedLine(audited, clock.instant()))) {
            lose(1);
        }
    }

    private void lose(long lines) {
        lost.addAndGet(lines);
        lostEver.addAndGet(lines);
    }

    /** How many lines are missing in the log since the start. */
    public long lostEver() {
        return lostEver.get();
    }

    private void run() {
        List<QueuedLine> batch = new ArrayList<>();
        boolean ends = false;
        while (!ends) {
            batch.clear();
            ends = take(batch);
            try {
                write(batch);
            } catch (RuntimeException | Error e) {
                lose(batch.size());
                events.publish(new Event.Alarm("audit", "internal error while writing the audit log", e));
            }
            tell();
        }
        try {
            files.close();
        } catch (IOException e) {
            events.publish(new Event.Alarm("audit", "can't close the audit log's file: " + e.getMessage(), e));
        }
    }

    /** Waits for lines, a second at most; returns whether they are the last. */
    private boolean take(List<QueuedLine> batch) {
        try {
            QueuedLine first = waiting.poll(1, TimeUnit.SECONDS);
            if (first != null) {
                batch.add(first);
                waiting.drainTo(batch, BATCH);
            }
            return batch.removeIf(entry -> entry.event == null);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void write(List<QueuedLine> batch) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int count = 0;
        for (QueuedLine entry : batch) {
            Event.Audited event = entry.event;
            if (event != null && !countedInstead(event, entry.at, lines)) {
                put(line(event, entry.at), lines);
                count++;
            }
        }
        if (batch.isEmpty()) {
            summarise(clock.instant(), lines);
        }
        long missing = lost.getAndSet(0);
        if (missing > 0) {
            put(counted("lost", clock.instant(), missing), lines);
        }
        if (lines.size() == 0) {
            return;
        }
        try {
            files.append(lines.toByteArray(), clock.instant());
            files.sync();
        } catch (IOException e) {
            lost.addAndGet(missing);
            lose(count);
            alarm("can't write the audit log: " + e.getMessage(), e);
        }
    }

    /** Whether an unknown client's refusal exceeds the limit; logs their number when the second is over. */
    private boolean countedInstead(Event.Audited event, Instant at, ByteArrayOutputStream lines) {
        summarise(at, lines);
        boolean stranger = event.who().equals("-") && event.result() == RequestResult.REFUSED;
        return stranger && ++refusals > REFUSALS;
    }

    private void summarise(Instant now, ByteArrayOutputStream lines) {
        if (now.getEpochSecond() == second) {
            return;
        }
        if (refusals > REFUSALS) {
            put(counted("refused", Instant.ofEpochSecond(second), refusals - REFUSALS), lines);
        }
        refusals = 0;
        second = now.getEpochSecond();
    }

    private static AuditLine line(Event.Audited event, Instant at) {
        return new AuditLine(
                at.toString(),
                event.who(),
                event.credential(),
                event.remote(),
                event.did(),
                event.repository(),
                event.name(),
                event.target(),
                event.status(),
                event.result().written(),
                event.bytes(),
                0);
    }

    private static AuditLine counted(String what, Instant at, long lines) {
        return new AuditLine(at.toString(), "-", "-", "-", what, "-", "-", null, 0, "-", 0, lines);
    }

    private static void put(AuditLine line, ByteArrayOutputStream lines) {
        lines.writeBytes(JSON.writeValueAsBytes(line));
        lines.write('\n');
    }

    private void tell() {
        long missing = lost.get();
        if (missing > 0) {
            alarm(missing + " lines of the audit log are lost: they came faster than they could be written", null);
        }
    }

    private void alarm(String what, @Nullable Throwable cause) {
        Instant now = clock.instant();
        if (now.isBefore(told.equals(Instant.MIN) ? now : told.plus(TOLD))) {
            return;
        }
        told = now;
        events.publish(new Event.Alarm("audit", what + " (" + lostEver.get() + " since the start)", cause));
    }

    /** Writes the remaining lines. Later lines are lost. */
    @Override
    public void close() {
        try {
            waiting.put(new QueuedLine(null, clock.instant()));
            writer.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            events.publish(
                    new Event.LogNote("audit", "stopped before all lines were written: the last lines may be missing"));
        }
    }
}
