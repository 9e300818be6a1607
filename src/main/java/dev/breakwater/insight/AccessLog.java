package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The access log: one line for each served request; every other event is ignored.
 *
 * <p>Lines are put together in memory, in one of several pages picked by thread, so that event loops do not contend. A page is
 * written when it is full, and each quarter of a second, by a thread of the log's own: a thread that serves requests never
 * waits for a disk or a terminal. If the writer cannot keep up, lines are dropped, and a line says how many.
 */
public final class AccessLog implements Events, AutoCloseable {
    private static final int PAGES = 16;
    private static final int WAITING = 16;
    private static final Duration EVERY = Duration.ofMillis(250);

    private final LogPage[] pages = new LogPage[PAGES];
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(WAITING);
    private final BlockingQueue<ByteBuffer> spare = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final WritableByteChannel out;
    private final InstantSource clock;
    private final AccessLine.LineFormat form;
    private final Thread writer;
    private volatile boolean closing;

    /** Writes to {@code out}, which stays the caller's to close; {@code json} for machines, else text for people. */
    public AccessLog(boolean json, WritableByteChannel out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.form = json ? AccessLine.LineFormat.JSON : AccessLine.LineFormat.TEXT;
        for (int i = 0; i < PAGES; i++) {
            pages[i] = new LogPage();
        }
        for (int i = 0; i < WAITING; i++) {
            spare.add(ByteBuffer.allocate(0));
        }
        writer = Thread.ofPlatform().daemon().name("access-log").start(this::write);
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.Served served) {
            pages[(int) Thread.currentThread().threadId() & (PAGES - 1)].add(served);
        }
    }

    /** Writes the remaining lines. Later lines are lost. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            // Interrupted at shutdown: the last lines are lost.
            return;
        }
    }

    private void write() {
        boolean last;
        do {
            last = closing;
            ByteBuffer next = await(last);
            while (next != null) {
                put(next);
                next = full.poll();
            }
            for (ByteBuffer taken : takeAll()) {
                put(taken);
            }
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                emit(ByteBuffer.wrap(AccessLine.dropped(form, clock.millis(), lost)));
            }
        } while (!last);
    }

    private @Nullable ByteBuffer await(boolean last) {
        try {
            return last ? full.poll() : full.poll(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing = true;
            return null;
        }
    }

    private List<ByteBuffer> takeAll() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (LogPage page : pages) {
            ByteBuffer lines = page.take();
            if (lines != null) {
                taken.add(lines);
            }
        }
        return taken;
    }

    /** Writes a page and gives it back for use. */
    private void put(ByteBuffer lines) {
        emit(lines.flip());
        var _ = spare.offer(lines.clear());
    }

    private void emit(ByteBuffer lines) {
        try {
            while (lines.hasRemaining()) {
                var _ = out.write(lines);
            }
        } catch (IOException e) {
            // A log that cannot be written must not stop serving, and there is no place left to report it.
            lines.position(lines.limit());
        }
    }

    /** Lines that wait to be written, and the time in their format. */
    private final class LogPage {
        private static final int FULL = 32 << 10;
        private static final int ROOM = FULL + AccessLine.LONGEST;

        private final AccessLine line = new AccessLine(form);
        private @Nullable ByteBuffer lines;

        synchronized void add(Event.Served served) {
            ByteBuffer into = lines;
            if (into == null) {
                into = blank();
                if (into == null) {
                    dropped.incrementAndGet();
                    return;
                }
                lines = into;
            }
            line.write(served, clock.millis(), into);
            if (into.position() >= FULL && full.offer(into)) {
                lines = null;
            } else if (into.remaining() < AccessLine.LONGEST) {
                into.position(into.position() - line.length());
                dropped.incrementAndGet();
            }
        }

        private @Nullable ByteBuffer blank() {
            ByteBuffer blank = spare.poll();
            return blank == null || blank.capacity() == ROOM ? blank : ByteBuffer.allocate(ROOM);
        }

        synchronized @Nullable ByteBuffer take() {
            ByteBuffer taken = lines;
            lines = null;
            return taken;
        }
    }
}
