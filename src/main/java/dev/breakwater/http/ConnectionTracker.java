package dev.breakwater.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop: closes idle and stalled ones. */
final class ConnectionTracker {
    /** Vert.x's name for its idle handler, which this class replaces. */
    private static final String IDLE = "idle";

    /** Its name for the handler that receives requests. */
    private static final String HANDLER = "handler";

    /** In the order in which they were accepted. */
    private final Set<ClientConnection> present = new LinkedHashSet<>();

    private final ServerLoad everywhere;
    private final EdgeSettings.EdgeLimits limits;
    private final FairShare answers;

    /** {@code answers} and {@code everywhere} count over all event loops. */
    ConnectionTracker(EdgeSettings.EdgeLimits limits, FairShare answers, ServerLoad everywhere) {
        this.limits = limits;
        this.everywhere = everywhere;
        this.answers = answers;
    }

    /** The memory of answers to slow clients, in bytes. */
    FairShare answers() {
        return answers;
    }

    /** Adds a connection that was just accepted; if there are too many then, closes another one, or it. */
    void arrive(ClientConnection connection) {
        present.add(connection);
        connection.channel.closeFuture().addListener(_ -> present.remove(connection));
        if (everywhere.connections() > limits.connections()) {
            ClientConnection goes = expendable(connection);
            if (goes.equals(connection)) {
                connection.channel.eventLoop().execute(connection::close);
            } else {
                goes.close();
            }
        }
    }

    /**
     * Chooses the connection to close so that {@code newcomer} can stay: of the address with the most connections without a
     * request, the oldest of these. If all are busy, and one address has more than all others together, its oldest; else the
     * newcomer.
     */
    private ClientConnection expendable(ClientConnection newcomer) {
        ClientConnection idle = oldest(newcomer, true);
        if (idle != null) {
            return idle;
        }
        ClientConnection busy = oldest(newcomer, false);
        boolean hogs = busy != null
                && !busy.network.equals(newcomer.network)
                && present.stream()
                                .filter(connection -> connection.network.equals(busy.network))
                                .count()
                        > present.size() / 2;
        return busy != null && hogs ? busy : newcomer;
    }

    private @Nullable ClientConnection oldest(ClientConnection newcomer, boolean idle) {
        Map<String, Integer> count = new HashMap<>();
        Map<String, ClientConnection> first = new HashMap<>();
        String most = null;
        for (ClientConnection connection : present) {
            if (connection.equals(newcomer) || connection.idle() != idle || !connection.channel.isActive()) {
                continue;
            }
            first.putIfAbsent(connection.network, connection);
            int now = count.merge(connection.network, 1, Integer::sum);
            if (most == null || now > count.getOrDefault(most, 0)) {
                most = connection.network;
            }
        }
        return most == null ? null : first.get(most);
    }

    /** Records that a connection speaks HTTP; called again after an upgrade. */
    void speaks(HttpConnection http) {
        Channel channel = ((ConnectionBase) http).channel();
        ChannelPipeline pipeline = channel.pipeline();
        ClientConnection connection = pipeline.get(ClientConnection.class);
        if (connection == null) {
            var _ = channel.close();
            return;
        }
        Http2ConnectionHandler codec = pipeline.get(Http2ConnectionHandler.class);
        if (codec != null) {
            Wakeup.watch(codec, pipeline);
        }
        ChannelHandler idle = pipeline.get(IDLE);
        if (idle != null) {
            pipeline.remove(idle);
        }
        if (http.protocolVersion() == HttpVersion.HTTP_2) {
            connection.multiplexed();
        } else {
            connection.inTurn(pipeline.get(HttpRequestDecoder.class), HANDLER);
        }
    }

    /** The connection of a request; missing if it has been closed. */
    @Nullable
    ClientConnection of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().pipeline().get(ClientConnection.class);
    }

    /** Closes connections idle for too long at {@code millis}, and aborts answers that clients don't read. */
    void sweep(long millis) {
        long request = limits.request().toMillis();
        long idle = limits.idle().toMillis();
        for (ClientConnection connection : new ArrayList<>(present)) {
            if (connection.overstays(millis, request, idle)) {
                connection.close();
            } else {
                connection.abandon(millis, idle);
            }
        }
    }
}
