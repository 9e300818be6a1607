package dev.breakwater.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends content chunk by chunk, if the kernel can't copy it (over TLS and HTTP/2), or if it is more than a connection should
 * take at once. One chunk is in flight; the next one follows when it is written and there is room, so that a client that
 * doesn't read costs no memory. Runs on the event loop, as {@link SendfileSender} does, since popular content is in the page
 * cache.
 *
 * <p>Why not Vert.x's own {@code sendFile}: over HTTP/2 its default codec refuses it after the headers are out, its
 * other codec does not serve HTTP/1.1 in clear text at all (5.1.1), and over TLS it reads 8 KiB at a time.
 */
final class ChunkedSender implements Sender {
    /** A client as fast as the server must not block the event loop for others. */
    private static final int AT_ONCE = 16;

    private final HttpServerRequest request;
    private final ClientConnection connection;
    private final Context loop;
    private final ReplyBody content;
    private final long length;
    private final Consumer<Boolean> whenDone;
    private @Nullable TransferBuffer chunk;
    private long sent;
    private boolean over;

    private ChunkedSender(
            HttpServerRequest request,
            ClientConnection connection,
            Context loop,
            ReplyBody content,
            long length,
            Consumer<Boolean> whenDone) {
        this.request = request;
        this.connection = connection;
        this.loop = loop;
        this.content = content;
        this.length = length;
        this.whenDone = whenDone;
    }

    /**
     * Sends {@code content}, which has {@code length} bytes and is in memory or in a file; calls {@code whenDone} on the event
     * loop with whether all of it was written.
     */
    static void send(
            HttpServerRequest request,
            ClientConnection connection,
            Context loop,
            ReplyBody content,
            long length,
            Consumer<Boolean> whenDone) {
        ChunkedSender chunks = new ChunkedSender(request, connection, loop, content, length, whenDone);
        connection.begins(chunks);
        chunks.resume();
    }

    @Override
    public boolean hasRoom() {
        return SendWindow.of(request, 1) > 0;
    }

    @Override
    public long progress() {
        return sent;
    }

    @Override
    public void resume() {
        if (over) {
            free(false);
            return;
        }
        for (int i = 0; i < AT_ONCE; i++) {
            long room = SendWindow.of(request, Math.min(TransferBuffer.SIZE, length - sent));
            if (room == 0) {
                free(true);
                connection.waits(this);
                return;
            }
            Future<Void> written = next(room);
            if (!written.isComplete()) {
                written.onComplete(done -> {
                    if (!ends(done.succeeded())) {
                        resume();
                    }
                });
                return;
            }
            if (ends(written.succeeded())) {
                return;
            }
        }
        loop.runOnContext(_ -> resume());
    }

    /** Aborts for a client that doesn't read. */
    @Override
    public void giveUp() {
        if (!over) {
            finish(false);
        }
    }

    /** Reads the next chunk, of at most {@code room} bytes, and writes it. */
    private Future<Void> next(long room) {
        try {
            Buffer filled = bytes(room);
            sent += filled.length();
            HttpServerResponse response = request.response();
            return sent == length ? response.end(filled) : response.write(filled);
        } catch (IOException | IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }

    private Buffer bytes(long room) throws IOException {
        return switch (content) {
            case ReplyBody.Memory(Buffer all) -> all.slice((int) sent, (int) (sent + room));
            case ReplyBody.Section section -> read(section, room);
            case ReplyBody.Decoded _, ReplyBody.Arriving _, ReplyBody.Empty _ ->
                throw new IllegalStateException("is not sent in chunks");
        };
    }

    private Buffer read(ReplyBody.Section section, long room) throws IOException {
        TransferBuffer memory = chunk;
        if (memory == null || memory.size() < room) {
            free(true);
            memory = new TransferBuffer(room);
            chunk = memory;
        }
        ByteBuffer space = memory.space(room);
        long from = section.from() + sent;
        while (space.hasRemaining()) {
            if (section.file().channel().read(space, from + space.position()) < 0) {
                throw new IOException("a stored file is truncated");
            }
        }
        return memory.filled(space.limit());
    }

    /** Whether that was the last write: because nothing is left, or because it failed. */
    private boolean ends(boolean succeeded) {
        if (over) {
            free(succeeded);
            return true;
        }
        if (succeeded && sent < length) {
            return false;
        }
        free(succeeded);
        finish(succeeded);
        return true;
    }

    private void finish(boolean all) {
        over = true;
        connection.ends(this);
        whenDone.accept(all);
    }

    private void free(boolean succeeded) {
        TransferBuffer memory = chunk;
        chunk = null;
        if (memory == null) {
            return;
        }
        if (succeeded) {
            memory.free();
        } else {
            memory.freeAfterFailure(request.connection());
        }
    }
}
