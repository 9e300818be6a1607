package dev.breakwater.http;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** The window of a response, how much can be sent now: RFC 9113 §5.2. Call it on the connection's event loop. */
final class SendWindow {
    private SendWindow() {}

    /**
     * How many bytes of the response to {@code request} its connection accepts now, at most {@code most}; 0 for none. For a
     * closed stream {@code most}: a write fails at once, which informs its sender.
     */
    static long of(HttpServerRequest request, long most) {
        io.netty.channel.Channel channel = ((ConnectionBase) request.connection()).channel();
        if (!channel.isActive()) {
            return most;
        }
        if (request.version() != HttpVersion.HTTP_2) {
            return channel.isWritable() ? most : 0;
        }
        Http2ConnectionHandler codec = channel.pipeline().get(Http2ConnectionHandler.class);
        if (codec == null) {
            return most;
        }
        Http2Connection connection = codec.connection();
        Http2Stream stream = connection.stream((int) request.response().streamId());
        if (stream == null) {
            return most;
        }
        Http2RemoteFlowController flow = codec.encoder().flowController();
        if (!flow.isWritable(stream)) {
            return 0;
        }
        long windows = Math.min(flow.windowSize(stream), flow.windowSize(connection.connectionStream()));
        return Math.min(most, windows);
    }
}
