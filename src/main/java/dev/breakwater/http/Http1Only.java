package dev.breakwater.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Ignores an upgrade to HTTP/2 in the first request of a connection (RFC 9113 removed it). A proxy that forwards such a
 * request would open a tunnel to this server, in which a client could send headers that are trusted only from the proxy.
 */
final class Http1Only extends ChannelInboundHandlerAdapter {
    /** Vert.x's name for the upgrade handler. */
    static final String UPGRADE = "h2c";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            request.headers().remove(HttpHeaderNames.UPGRADE).remove("HTTP2-Settings");
            context.fireChannelRead(message);
            context.pipeline().remove(this);
            return;
        }
        context.fireChannelRead(message);
    }
}
