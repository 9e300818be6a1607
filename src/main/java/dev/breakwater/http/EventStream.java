package dev.breakwater.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One client that reads server-sent events: HTML §9.2. What it does not take in time is left out, and one that takes
 * nothing at all is shown out.
 */
final class EventStream implements Feed.Subscriber {
    private static final int PATIENCE = 30;

    /** After that it is ended, so that who may read is asked again now and then: a browser comes back by itself. */
    private static final long LONGEST_NANOS = 600_000_000_000L;

    private final HttpExchange exchange;
    private final HttpReply head;
    private final String reader;
    private final boolean administrator;
    private volatile boolean over;
    private @Nullable HttpServerResponse response;
    private int missed;
    private long bytes;
    private final long began = System.nanoTime();

    /** {@code reader} is whose share it uses: an administrator's name, or a client's address. */
    EventStream(HttpExchange exchange, HttpReply head, String reader, boolean administrator) {
        this.exchange = exchange;
        this.head = head;
        this.reader = reader;
        this.administrator = administrator;
    }

    String reader() {
        return reader;
    }

    boolean administrator() {
        return administrator;
    }

    @Override
    public boolean gone() {
        return over || exchange.gone();
    }

    @Override
    public void send(byte[] events) {
        exchange.onLoop(() -> write(Buffer.buffer(events)), () -> over = true);
    }

    /** Sends the headers, so that the client knows that it is heard. On the event loop. */
    void begin() {
        HttpServerResponse begun = exchange.head(head);
        begun.setChunked(true);
        response = begun;
        write(Buffer.buffer(":\n\n"));
    }

    private void write(Buffer events) {
        HttpServerResponse to = response;
        if (to == null || gone() || System.nanoTime() - began > LONGEST_NANOS) {
            finish();
            return;
        }
        if (!to.writeQueueFull()) {
            missed = 0;
            bytes += events.length();
            var _ = to.write(events);
        } else if (++missed > PATIENCE) {
            exchange.abort();
            finish();
        }
    }

    /** Ends it in order: the client may come again. On the event loop. */
    private void finish() {
        if (over) {
            return;
        }
        over = true;
        HttpServerResponse to = response;
        if (to != null && !exchange.gone()) {
            var _ = to.end();
            exchange.over(head.status(), bytes, AnswerTags.NONE);
        } else {
            exchange.overWithoutClient(bytes, AnswerTags.NONE);
        }
    }

    @Override
    public void end() {
        exchange.onLoop(this::finish, () -> over = true);
    }
}
