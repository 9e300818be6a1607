package dev.breakwater.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.UncloseableFileRegion;
import io.vertx.core.net.impl.VertxConnection;
import java.util.function.Consumer;

/**
 * Lets the kernel copy a section of a file to an HTTP/1 connection in clear text. Differs from Vert.x's {@code sendFile} in
 * three points: it does not ask for the file's size, which takes a lock that all event loops share for a hot file; it does not
 * cut a large file into pieces; and it holds the socket back until the headers and the first bytes fill a packet together, as
 * nginx's {@code tcp_nopush} does.
 */
final class SendfileSender {
    private SendfileSender() {}

    /** Whether it works for the connection. */
    static boolean possible(HttpServerRequest request) {
        return !request.isSSL() && request.connection() instanceof VertxConnection;
    }

    /** Sends it after the response's head; calls {@code whenDone} on the event loop with whether all of it was sent. */
    static void send(HttpServerRequest request, ReplyBody.Section section, Consumer<Boolean> whenDone) {
        VertxConnection connection = (VertxConnection) request.connection();
        Channel channel = connection.channel();
        cork(channel, true);
        var _ = request.response().writeHead();
        ChannelPromise written = connection.channelHandlerContext().newPromise();
        connection.writeToChannel(
                new UncloseableFileRegion(section.file().channel(), section.from(), section.length()), written);
        written.addListener(sent -> {
            boolean all = sent.isSuccess() && channel.isActive();
            if (all) {
                request.response().end();
                cork(channel, false);
            }
            whenDone.accept(all);
        });
    }

    private static void cork(Channel channel, boolean on) {
        if (channel instanceof EpollSocketChannel && channel.isActive()) {
            channel.config().setOption(EpollChannelOption.TCP_CORK, on);
        }
    }
}
