package dev.breakwater.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a virtual thread reads it. A few pieces are on their way at a time, so that a client is never
 * faster than the disk.
 */
final class RequestBody {
    private static final int AHEAD = 8;

    /** Smaller pieces are handed over together, if they have arrived: each time costs two threads a wake-up. */
    private static final int BATCH = 32 << 10;

    private sealed interface BodyPiece {
        record Some(Buffer bytes) implements BodyPiece {}

        record End() implements BodyPiece {}

        record Broken(Throwable cause) implements BodyPiece {}
    }

    private final HttpExchange exchange;
    private final Duration patience;
    private final BlockingQueue<BodyPiece> pieces = new LinkedBlockingQueue<>();

    /** For a paused request; {@code patience} is how long the client may be silent. */
    RequestBody(HttpExchange exchange, Duration patience) {
        this.exchange = exchange;
        this.patience = patience;
    }

    /** Lets the client send. Call it on the event loop. */
    void begin() {
        HttpServerRequest request = exchange.request;
        request.handler(bytes -> pieces.add(new BodyPiece.Some(bytes)));
        request.endHandler(_ -> pieces.add(new BodyPiece.End()));
        request.exceptionHandler(cause -> pieces.add(new BodyPiece.Broken(cause)));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            var _ = request.response().writeContinue();
        }
        request.fetch(AHEAD);
    }

    /**
     * The next bytes; null at the end.
     *
     * @throws IOException if the client breaks off, or is silent for too long
     */
    @Nullable
    Buffer next() throws IOException, InterruptedException {
        return next(System.nanoTime() + patience.toNanos());
    }

    /** The same with a deadline for the whole body, {@code late}, in nanoseconds. */
    @Nullable
    Buffer next(long late) throws IOException, InterruptedException {
        BodyPiece piece = pieces.poll(late - System.nanoTime(), TimeUnit.NANOSECONDS);
        return switch (piece) {
            case null -> throw new IOException("no data arrived for " + patience.toSeconds() + " s");
            case BodyPiece.End _ -> null;
            case BodyPiece.Broken(Throwable cause) -> throw new IOException("the client disconnected", cause);
            case BodyPiece.Some(Buffer bytes) -> batch(bytes);
        };
    }

    /** Those bytes, and what has arrived behind them. */
    private Buffer batch(Buffer first) {
        Buffer all = first;
        int count = 1;
        while (all.length() < BATCH && pieces.peek() instanceof BodyPiece.Some(Buffer bytes)) {
            pieces.remove();
            all = count == 1 ? Buffer.buffer(2 * BATCH).appendBuffer(first) : all;
            all.appendBuffer(bytes);
            count++;
        }
        int taken = count;
        exchange.onLoop(() -> more(taken), () -> {});
        return all;
    }

    private void more(int count) {
        if (!exchange.request.isEnded()) {
            exchange.request.fetch(count);
        }
    }
}
