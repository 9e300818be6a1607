package dev.breakwater.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop: counts them, and shows those out that only take up room. */
final class Guests {
    private static final AttributeKey<Guest> GUEST = AttributeKey.valueOf(Guests.class, "guest");

    /** How Vert.x names its watch over silence, which is ours once a connection speaks HTTP. */
    private static final String IDLE = "idle";

    /** How it names what receives requests. */
    private static final String HANDLER = "handler";

    private final Set<Guest> present = new HashSet<>();
    private final Attendance everywhere;
    private final EdgeSettings.Limits limits;

    /** {@code everywhere} counts over all event loops. */
    Guests(EdgeSettings.Limits limits, Attendance everywhere) {
        this.limits = limits;
        this.everywhere = everywhere;
    }

    /** Takes in a connection that speaks HTTP; one that was upgraded comes again. */
    void arrive(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        ChannelPipeline pipeline = channel.pipeline();
        Http2ConnectionHandler codec = pipeline.get(Http2ConnectionHandler.class);
        if (codec != null) {
            Wakeup.watch(codec, pipeline);
        }
        Guest known = channel.attr(GUEST).get();
        if (known != null) {
            known.multiplexed();
            return;
        }
        if (!everywhere.arrive(limits.connections())) {
            var _ = channel.close();
            return;
        }
        Guest guest = new Guest(channel, host(connection.remoteAddress()), everywhere);
        channel.attr(GUEST).set(guest);
        present.add(guest);
        channel.closeFuture().addListener(_ -> leave(guest));
        ChannelHandler idle = pipeline.get(IDLE);
        if (idle != null) {
            pipeline.remove(idle);
        }
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            guest.multiplexed();
        } else {
            guest.inTurn(pipeline.get(HttpRequestDecoder.class), HANDLER);
        }
        pipeline.addFirst(guest);
    }

    private void leave(Guest guest) {
        present.remove(guest);
        everywhere.leave();
    }

    /** Whose request it is; missing where the connection was turned away. */
    @Nullable
    Guest of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().attr(GUEST).get();
    }

    /** Closes what has been quiet for too long at {@code millis}. */
    void sweep(long millis) {
        long request = limits.request().toMillis();
        long idle = limits.idle().toMillis();
        List<Guest> late = new ArrayList<>();
        for (Guest guest : present) {
            if (guest.overstays(millis, request, idle)) {
                late.add(guest);
            }
        }
        late.forEach(Guest::close);
    }

    private static String host(@Nullable SocketAddress address) {
        String host = address == null ? null : address.hostAddress();
        return host == null ? "-" : host;
    }
}
