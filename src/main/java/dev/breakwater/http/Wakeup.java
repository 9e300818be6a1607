package dev.breakwater.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/**
 * Tells every stream of an HTTP/2 connection that there is room to write again. Netty tells those alone for which it
 * noticed that the room had gone. A stream that is opened while there is none, and before Netty noticed (it looks later,
 * in a task of its own, and by then there may be room again), is never told; and Vert.x writes nothing to a stream until
 * it is. Over TLS, where a write fills the connection at one go, that is how busy connections came to a standstill.
 */
final class Wakeup extends ChannelInboundHandlerAdapter {
    private final Http2RemoteFlowController flow;

    private Wakeup(Http2RemoteFlowController flow) {
        this.flow = flow;
    }

    /** Watches over the connection to which {@code codec} belongs. */
    static void watch(Http2ConnectionHandler codec, ChannelPipeline pipeline) {
        pipeline.addLast(new Wakeup(codec.encoder().flowController()));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Http2Exception {
        if (context.channel().isWritable()) {
            // The same window as before: what this is for is that every stream's room is looked at after.
            flow.initialWindowSize(flow.initialWindowSize());
        }
        context.fireChannelWritabilityChanged();
    }
}
