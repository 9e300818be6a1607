package dev.breakwater.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.ByteBuffer;

/**
 * The buffer of one response that is sent piece by piece: it is filled, written, and filled again when that write has
 * succeeded. It belongs to the response, not to the write: Vert.x does not count references.
 */
final class TransferBuffer {
    /** The largest. */
    static final int SIZE = 64 << 10;

    private final ByteBuf memory;

    /** A buffer of at most {@code length} bytes. */
    TransferBuffer(long length) {
        int size = (int) Math.min(SIZE, length);
        memory = ByteBufAllocator.DEFAULT.directBuffer(size, size);
    }

    int size() {
        return memory.capacity();
    }

    /** The part to fill, from its start: {@code length} bytes, or as many as it has. */
    ByteBuffer space(long length) {
        return memory.nioBuffer(0, (int) Math.min(length, memory.capacity()));
    }

    /** The first {@code length} bytes, to write. */
    Buffer filled(int length) {
        return BufferInternal.buffer(memory.setIndex(0, length));
    }

    /** Releases the memory after every write of it has succeeded. */
    void free() {
        memory.release();
    }

    /**
     * Releases the memory after a write of it has failed. A part of that write may be on its way all the same: over HTTP/2 a
     * chunk goes out in several frames, and when the client cancels the stream, the frames before still wait in the
     * connection's write buffer. Memory that is used again by then would go out in their place, as a part of this response. So
     * it is kept until the connection has sent, or dropped, everything that was written before now. Call it on the
     * connection's event loop.
     */
    void freeAfterFailure(HttpConnection connection) {
        ChannelHandlerContext context = ((ConnectionBase) connection).channelHandlerContext();
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> memory.release());
    }
}
