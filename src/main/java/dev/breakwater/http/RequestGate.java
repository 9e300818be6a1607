package dev.breakwater.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The gate before the requests of an HTTP/1 connection: it lets the next one through when the one before is answered and the
 * client has read the answer. As long as the connection is full, further bytes stay in its socket. Used only on the
 * connection's event loop.
 *
 * <p>Why: the decoder emits all the requests of one read, and hot ones are answered at once. A client that sends 400 requests
 * for a list of 1 MB and reads nothing would queue 400 MB of answers for one socket. Memory runs out long before, and from
 * then on each further answer waits in the JVM for memory (half a second, and a garbage collection) that only this event loop
 * could release, which is busy waiting: for minutes it handles nothing, not even the client's disconnect.
 */
final class RequestGate extends ChannelInboundHandlerAdapter {
    private final ClientConnection connection;
    private final ByteToMessageDecoder decoder;
    private final Queue<Object> held = new ArrayDeque<>();
    private boolean scheduled;

    /** For {@code guest}'s connection; {@code decoder} produces the requests, before this one in the pipeline. */
    RequestGate(ClientConnection connection, ByteToMessageDecoder decoder) {
        this.connection = connection;
        this.decoder = decoder;
    }

    /** Whether a request waits here, so that nothing more may be read. */
    boolean holds() {
        return !held.isEmpty();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (held.isEmpty() && passes(message)) {
            context.fireChannelRead(message);
            return;
        }
        held.add(message);
        // The rest of the read stays undecoded: bytes take less memory than objects.
        decoder.setSingleDecode(true);
        context.channel().config().setAutoRead(false);
    }

    private boolean passes(Object message) {
        return !(message instanceof HttpRequest) || connection.ready();
    }

    /** Lets through what may pass now, a little later: the caller may be far inside the request before. */
    void look() {
        if (held.isEmpty() || scheduled) {
            return;
        }
        ChannelHandlerContext context = connection.channel.pipeline().context(this);
        if (context != null) {
            scheduled = true;
            context.executor().execute(() -> release(context));
        }
    }

    private void release(ChannelHandlerContext context) {
        scheduled = false;
        pass(context);
        ChannelHandlerContext decoding = context.pipeline().context(decoder);
        if (decoding == null || context.isRemoved()) {
            return;
        }
        try {
            if (held.isEmpty()) {
                decoder.setSingleDecode(false);
                // Before anything is decoded: a reader that has enough of a body meanwhile has the last word.
                context.channel().config().setAutoRead(true);
                decoder.channelRead(decoding, Unpooled.EMPTY_BUFFER);
            }
            // Sends what was answered meanwhile.
            decoder.channelReadComplete(decoding);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
        if (!held.isEmpty()) {
            if (passes(held.element())) {
                look();
            }
        } else if (context.channel().config().isAutoRead()) {
            // Reads requested while the gate was shut were not made.
            context.channel().read();
        }
    }

    private void pass(ChannelHandlerContext context) {
        Object next = held.peek();
        while (next != null && passes(next)) {
            held.remove();
            context.fireChannelRead(next);
            next = held.peek();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        look();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
