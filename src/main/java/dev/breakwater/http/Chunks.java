package dev.breakwater.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Sends a section of a file chunk by chunk, where the kernel cannot copy it by itself: over TLS and HTTP/2. One chunk is
 * in flight; the next is read when it was written. Runs on the event loop, as {@link Splice} does, for what is sent again
 * and again is in the page cache.
 *
 * <p>Why not Vert.x's own {@code sendFile}: over HTTP/2 its default codec refuses it after the headers are out, its
 * other codec does not serve HTTP/1.1 in clear text at all (5.1.1), and over TLS it reads 8 KiB at a time.
 */
final class Chunks {
    /** A client as fast as we are must not keep the event loop from everybody else. */
    private static final int AT_ONCE = 16;

    private final HttpServerRequest request;
    private final Context loop;
    private final Content.Section section;
    private final Consumer<Boolean> whenDone;
    private final Chunk chunk;
    private long sent;

    private Chunks(HttpServerRequest request, Context loop, Content.Section section, Consumer<Boolean> whenDone) {
        this.request = request;
        this.loop = loop;
        this.section = section;
        this.whenDone = whenDone;
        this.chunk = new Chunk(section.length());
    }

    /** Sends it; {@code whenDone} is told, on the event loop, whether all of it was handed over. */
    static void send(HttpServerRequest request, Context loop, Content.Section section, Consumer<Boolean> whenDone) {
        new Chunks(request, loop, section, whenDone).run();
    }

    private void run() {
        for (int i = 0; i < AT_ONCE; i++) {
            Future<Void> written = next();
            if (!written.isComplete()) {
                written.onComplete(done -> {
                    if (!ends(done.succeeded())) {
                        run();
                    }
                });
                return;
            }
            if (ends(written.succeeded())) {
                return;
            }
        }
        loop.runOnContext(_ -> run());
    }

    /** Reads the next chunk and writes it. */
    private Future<Void> next() {
        long left = section.length() - sent;
        try {
            ByteBuffer space = chunk.space(left);
            read(space);
            sent += space.limit();
            Buffer filled = chunk.filled(space.limit());
            HttpServerResponse response = request.response();
            return sent == section.length() ? response.end(filled) : response.write(filled);
        } catch (IOException | IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }

    private void read(ByteBuffer space) throws IOException {
        long from = section.from() + sent;
        while (space.hasRemaining()) {
            if (section.file().channel().read(space, from + space.position()) < 0) {
                throw new IOException("a stored file ends early");
            }
        }
    }

    /** Whether that was the last write: because nothing is left, or because it failed. */
    private boolean ends(boolean succeeded) {
        if (succeeded && sent < section.length()) {
            return false;
        }
        if (succeeded) {
            chunk.free();
        } else {
            chunk.freeAfterFailure(request.connection());
        }
        whenDone.accept(succeeded);
        return true;
    }
}
