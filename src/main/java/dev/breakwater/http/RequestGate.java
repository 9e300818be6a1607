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
 * Lets the next request of an HTTP/1 connection through when the one before is answered and the client has taken the answer:
 * as long as the connection is full, what it sends stays in its socket. Used on the connection's event loop alone.
 *
 * <p>Why: the decoder takes all the requests that one read brought, and what is hot is answered at once. One client that sends
 * 400 requests for a list of 1 MB and reads nothing would so put 400 MB of answers in front of one socket. The memory
 * for them ends long before, and from then on each further answer waits in the JVM for memory (half a second, and a
 * collection of garbage) that only this event loop could give back, which is busy waiting: minutes in which it hears nothing,
 * not even that the client has gone.
 */
final class RequestGate extends ChannelInboundHandlerAdapter {
    private final ClientConnection connection;
    private final ByteToMessageDecoder decoder;
    private final Queue<Object> held = new ArrayDeque<>();
    private boolean scheduled;

    /** Of {@code guest}'s connection; {@code decoder} makes the requests, and stands before this in the pipeline. */
    RequestGate(ClientConnection connection, ByteToMessageDecoder decoder) {
        this.connection = connection;
        this.decoder = decoder;
    }

    /** Whether a request waits here, so that nothing more is to be read. */
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
        // The rest of what was read stays what it is, bytes: they are fewer than the objects they would become.
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
                // Before anything is decoded: who has enough of a body meanwhile says so, and has the last word.
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
            // What was asked for while the gate was shut was not read.
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
