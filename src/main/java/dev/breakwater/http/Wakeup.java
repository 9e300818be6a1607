package dev.breakwater.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/**
 * Notifies every stream of an HTTP/2 connection that there is room to write again. Netty notifies only those for which it
 * noticed that the room had gone. A stream that opens while there is none, and before Netty notices (it checks later, in its
 * own task, and by then there may be room again), is never notified; and Vert.x writes nothing to a stream until it is. Over
 * TLS, where one write fills the connection, busy connections stalled because of that.
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
            // The same window as before: the call makes Netty check every stream's room.
            flow.initialWindowSize(flow.initialWindowSize());
        }
        context.fireChannelWritabilityChanged();
    }
}
