package dev.breakwater.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Passes over that the first request of a connection asks to go on in HTTP/2 (RFC 9113 removed that). A proxy that hands such a
 * request on would have a tunnel to us from then on, in which a stranger writes what only the proxy is believed.
 */
final class Http1Only extends ChannelInboundHandlerAdapter {
    /** How Vert.x names what would change the protocol. */
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
