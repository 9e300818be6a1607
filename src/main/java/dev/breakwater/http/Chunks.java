package dev.breakwater.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Sends a section of a file chunk by chunk, where the kernel cannot copy it by itself: over TLS and HTTP/2. One chunk is
 * in flight; the next is read when it was written. Runs on the event loop, as {@code sendFile} does, for what is sent
 * again and again is in the page cache.
 *
 * <p>Why not Vert.x's own {@code sendFile}: over HTTP/2 its default codec refuses it after the headers are out, its
 * other codec does not serve HTTP/1.1 in clear text at all (5.1.1), and over TLS it reads 8 KiB at a time.
 */
final class Chunks {
    private static final int CHUNK = 64 << 10;

    private final HttpServerResponse response;
    private final Content.Section section;
    private final Consumer<Boolean> whenDone;
    private final ByteBuf buffer;
    private long sent;

    private Chunks(HttpServerResponse response, Content.Section section, Consumer<Boolean> whenDone) {
        this.response = response;
        this.section = section;
        this.whenDone = whenDone;
        int size = (int) Math.min(CHUNK, section.length());
        this.buffer = ByteBufAllocator.DEFAULT.directBuffer(size, size);
    }

    /** Sends it; {@code whenDone} is told, on the event loop, whether all of it was handed over. */
    static void send(HttpServerResponse response, Content.Section section, Consumer<Boolean> whenDone) {
        new Chunks(response, section, whenDone).next();
    }

    private void next() {
        long left = section.length() - sent;
        try {
            int read = read((int) Math.min(buffer.capacity(), left));
            sent += read;
            Buffer chunk = BufferInternal.buffer(buffer.setIndex(0, read));
            (read == left ? response.end(chunk) : response.write(chunk)).onComplete(written -> {
                if (written.succeeded() && read < left) {
                    next();
                } else {
                    done(written.succeeded());
                }
            });
        } catch (IOException | IllegalStateException e) {
            done(false);
        }
    }

    private int read(int length) throws IOException {
        ByteBuffer view = buffer.nioBuffer(0, length);
        long from = section.from() + sent;
        while (view.hasRemaining()) {
            if (section.file().channel().read(view, from + view.position()) < 0) {
                throw new IOException("a stored file ends early");
            }
        }
        return length;
    }

    private void done(boolean all) {
        buffer.release();
        whenDone.accept(all);
    }
}
