package dev.breakwater.http;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Tail;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends content that is still arriving: one chunk at a time, read on a virtual thread, written on the event loop; the next is
 * read when the write has completed and there is room for another, or it has failed. If the content fails, the exchange is
 * aborted.
 */
final class GrowingSender implements Sender {
    private final HttpExchange exchange;
    private final HttpReply reply;
    private final HttpReply instead;
    private final ReplyBody.Arriving growing;
    private final AnswerTags label;
    private final Events events;
    private final Semaphore go = new Semaphore(0);
    private volatile boolean ok = true;
    /** Whether a write has failed. */
    private volatile boolean unsent;

    private volatile @Nullable TransferBuffer chunk;
    private long bytes;
    private volatile boolean entered;
    private boolean waiting;
    /** Whether it waits for the client. */
    private boolean blocked;

    private long counted;

    /** {@code instead} is sent if the content fails before its first byte. */
    GrowingSender(
            HttpExchange exchange,
            HttpReply reply,
            HttpReply instead,
            ReplyBody.Arriving growing,
            AnswerTags label,
            Events events) {
        this.exchange = exchange;
        this.reply = reply;
        this.instead = instead;
        this.growing = growing;
        this.label = label;
        this.events = events;
    }

    /** Sends everything; blocks, on a virtual thread, until that is done or has failed. The tail is closed after. */
    void run() throws InterruptedException {
        try (Tail tail = growing.tail()) {
            exchange.onLoop(this::enter, this::fail);
            go.acquire();
            if (entered) {
                copy(tail);
            }
        } catch (IOException | RuntimeException e) {
            events.publish(new Event.Alarm(exchange.target(), "aborted after " + bytes + " bytes: " + e, e));
            ok = false;
            exchange.onLoop(this::broken, () -> {});
        } finally {
            exchange.onLoop(this::leave, () -> free(true));
        }
    }

    private void enter() {
        entered = exchange.take(TransferBuffer.SIZE);
        if (!entered) {
            exchange.refuseForRoom(label);
            fail();
            return;
        }
        exchange.connection().begins(this);
        whenRoom();
    }

    private void leave() {
        free(!unsent);
        if (entered) {
            exchange.connection().ends(this);
            exchange.give(TransferBuffer.SIZE);
        }
    }

    private void free(boolean sent) {
        TransferBuffer memory = chunk;
        chunk = null;
        if (memory == null) {
            return;
        }
        if (sent) {
            memory.free();
        } else {
            memory.freeAfterFailure(exchange.request.connection());
        }
    }

    private void copy(Tail tail) throws IOException, InterruptedException {
        while (ok && !exchange.gone()) {
            TransferBuffer memory = chunk;
            if (memory == null) {
                memory = new TransferBuffer(TransferBuffer.SIZE);
                chunk = memory;
            }
            int read = tail.read(memory.space(TransferBuffer.SIZE));
            if (read < 0) {
                complete();
                return;
            }
            Buffer filled = memory.filled(read);
            HttpServerResponse response = exchange.request.response();
            boolean first = bytes == 0;
            write(() ->
                    (first ? exchange.head(reply) : response).write(filled).onComplete(sent -> done(sent.succeeded())));
            bytes += read;
        }
        exchange.onLoop(
                () -> {
                    exchange.abort();
                    exchange.overWithoutClient(bytes, label);
                },
                () -> {});
    }

    private void complete() throws IOException {
        if (growing.length() >= 0 && growing.length() != bytes) {
            throw new IOException("ended after " + bytes + " of " + growing.length() + " bytes");
        }
        RescuedBy spared = growing.tail().spared();
        exchange.onLoop(
                () -> {
                    (bytes == 0 ? exchange.head(reply) : exchange.request.response()).end();
                    exchange.over(reply.status(), bytes, label.spared(spared));
                },
                () -> {});
    }

    private void broken() {
        AnswerTags broken = new AnswerTags(label.repository(), label.kind(), RequestResult.BROKEN, label.upstream());
        if (bytes == 0) {
            exchange.send(instead, broken, null);
            return;
        }
        exchange.abort();
        exchange.over(reply.status(), bytes, broken);
    }

    /** Runs one write on the event loop, and waits for it and for room for the next. */
    private void write(Runnable task) throws InterruptedException {
        exchange.onLoop(() -> attempt(task), this::fail);
        go.acquire();
    }

    private void attempt(Runnable task) {
        blocked = true;
        if (exchange.gone()) {
            done(false);
            return;
        }
        try {
            task.run();
        } catch (IllegalStateException e) {
            done(false);
        }
    }

    private void done(boolean success) {
        if (success) {
            whenRoom();
        } else {
            unsent = true;
            fail();
        }
    }

    private void whenRoom() {
        blocked = true;
        if (hasRoom()) {
            resume();
            return;
        }
        free(true);
        waiting = true;
        exchange.connection().waits(this);
    }

    @Override
    public boolean hasRoom() {
        return !ok || exchange.gone() || SendWindow.of(exchange.request, 1) > 0;
    }

    @Override
    public void resume() {
        waiting = false;
        blocked = false;
        go.release();
    }

    /** Waiting for content, not for the client, counts as progress. */
    @Override
    public long progress() {
        if (!blocked) {
            counted++;
        }
        return counted + bytes;
    }

    @Override
    public void giveUp() {
        ok = false;
        exchange.connection().ends(this);
        exchange.abort();
        if (waiting) {
            resume();
        }
    }

    private void fail() {
        ok = false;
        go.release();
    }
}
