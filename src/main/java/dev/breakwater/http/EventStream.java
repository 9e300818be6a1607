package dev.breakwater.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One client that reads server-sent events: HTML §9.2. Events that it doesn't read in time are dropped, and a client that
 * reads nothing at all is disconnected.
 */
final class EventStream implements Feed.Subscriber {
    private static final int PATIENCE = 30;

    /** After this time the stream ends, so that permissions are checked again: a browser reconnects by itself. */
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

    /** {@code reader} is the owner of its share: an administrator's name, or a client's address. */
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

    /** Sends the headers, so that the client knows that it is connected. On the event loop. */
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

    /** Ends it in order: the client may reconnect. On the event loop. */
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
