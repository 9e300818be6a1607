package dev.breakwater.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private static final int BATCH = 64 << 10;

    private sealed interface BodyPiece {
        record Some(Buffer bytes) implements BodyPiece {}

        record End() implements BodyPiece {}

        record Broken(Throwable cause) implements BodyPiece {}
    }

    private final HttpExchange exchange;
    private final Duration patience;
    private final BlockingQueue<BodyPiece> pieces = new LinkedBlockingQueue<>();

    /** Small pieces together; made for the first of them, and filled anew each time. */
    private byte[] batch = {};

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
     * The next bytes; null at the end. They stay as they are until the next call.
     *
     * @throws IOException if the client breaks off, or is silent for too long
     */
    @Nullable
    ByteBuffer next() throws IOException, InterruptedException {
        return next(System.nanoTime() + patience.toNanos());
    }

    /** The same with a deadline for the whole body, {@code late}, in nanoseconds. */
    @Nullable
    ByteBuffer next(long late) throws IOException, InterruptedException {
        BodyPiece piece = pieces.poll(late - System.nanoTime(), TimeUnit.NANOSECONDS);
        return switch (piece) {
            case null -> throw new IOException("no data arrived for " + patience.toSeconds() + " s");
            case BodyPiece.End _ -> null;
            case BodyPiece.Broken(Throwable cause) -> throw new IOException("the client disconnected", cause);
            case BodyPiece.Some(Buffer bytes) -> follows(bytes.length()) == null ? alone(bytes) : batch(bytes);
        };
    }

    /** The piece that has arrived and fits behind {@code length} bytes; null if there is none. */
    private @Nullable Buffer follows(int length) {
        return pieces.peek() instanceof BodyPiece.Some(Buffer next) && length + next.length() <= BATCH ? next : null;
    }

    private ByteBuffer alone(Buffer bytes) {
        more(1);
        return ((BufferInternal) bytes).getByteBuf().nioBuffer();
    }

    /** Those bytes, and what has arrived behind them. */
    private ByteBuffer batch(Buffer first) {
        if (batch.length == 0) {
            batch = new byte[BATCH];
        }
        int length = 0;
        int count = 0;
        for (Buffer next = first; next != null; next = follows(length)) {
            next.getBytes(0, next.length(), batch, length);
            length += next.length();
            if (count++ > 0) {
                pieces.remove();
            }
        }
        more(count);
        return ByteBuffer.wrap(batch, 0, length);
    }

    private void more(int taken) {
        exchange.onLoop(() -> fetch(taken), () -> {});
    }

    private void fetch(int count) {
        if (!exchange.request.isEnded()) {
            exchange.request.fetch(count);
        }
    }
}
