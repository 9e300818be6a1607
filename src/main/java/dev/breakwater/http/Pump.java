package dev.breakwater.http;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.Spared;
import dev.breakwater.fetch.Tail;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Sends what still arrives: one chunk at a time, read on a virtual thread, written on the event loop; the next is read
 * when the write has completed or failed. Where the content fails, the exchange is broken off.
 */
final class Pump {
    private final Exchange exchange;
    private final Reply reply;
    private final Reply instead;
    private final Content.Growing growing;
    private final Label label;
    private final Events events;
    private final Semaphore written = new Semaphore(0);
    private volatile boolean ok = true;
    /** Whether a write has failed. */
    private volatile boolean unsent;

    private long bytes;

    /** {@code instead} is sent where the content fails before its first byte. */
    Pump(Exchange exchange, Reply reply, Reply instead, Content.Growing growing, Label label, Events events) {
        this.exchange = exchange;
        this.reply = reply;
        this.instead = instead;
        this.growing = growing;
        this.label = label;
        this.events = events;
    }

    /** Sends everything; blocks, on a virtual thread, until that is done or has failed. The tail is closed after. */
    void run() throws InterruptedException {
        Chunk chunk = new Chunk(Chunk.SIZE);
        try (Tail tail = growing.tail()) {
            copy(tail, chunk);
        } catch (IOException | RuntimeException e) {
            events.publish(new Event.Alarm(exchange.target(), "broken off after " + bytes + " bytes: " + e, e));
            ok = false;
            exchange.onLoop(this::broken, () -> {});
        } finally {
            exchange.onLoop(() -> free(chunk), chunk::free);
        }
    }

    private void free(Chunk chunk) {
        if (unsent) {
            chunk.freeAfterFailure(exchange.request.connection());
        } else {
            chunk.free();
        }
    }

    private void copy(Tail tail, Chunk chunk) throws IOException, InterruptedException {
        while (ok && !exchange.gone()) {
            int read = tail.read(chunk.space(Chunk.SIZE));
            if (read < 0) {
                complete();
                return;
            }
            Buffer filled = chunk.filled(read);
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
        Spared spared = growing.tail().spared();
        exchange.onLoop(
                () -> {
                    (bytes == 0 ? exchange.head(reply) : exchange.request.response()).end();
                    exchange.over(reply.status(), bytes, label.spared(spared));
                },
                () -> {});
    }

    private void broken() {
        Label broken = new Label(label.repository(), label.kind(), "broken", label.upstream());
        if (bytes == 0) {
            exchange.send(instead, broken, null);
            return;
        }
        exchange.abort();
        exchange.over(reply.status(), bytes, broken);
    }

    /** Runs one write on the event loop and waits for it. */
    private void write(Runnable task) throws InterruptedException {
        exchange.onLoop(() -> attempt(task), () -> done(false));
        written.acquire();
    }

    private void attempt(Runnable task) {
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
        if (!success) {
            unsent = true;
            ok = false;
        }
        written.release();
    }
}
