package dev.breakwater.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The acceptor of connections: counts each one at its accept, and makes it a {@link ClientConnection}. Vert.x reports a
 * connection only after it has spoken HTTP, which a silent one never does, nor one that never ends its handshake.
 */
@Sharable
final class ConnectionAcceptor extends ChannelInboundHandlerAdapter {
    /** Room beyond the limit: a connection that is closed for another is still open for a moment. */
    private static final int OVERLAP = 16;

    private final ServerLoad present;
    private final int most;
    private final Map<EventLoop, ConnectionTracker> loops = new ConcurrentHashMap<>();
    private volatile boolean shut;

    /** Accepts about {@code connections} at a time. */
    ConnectionAcceptor(ServerLoad present, int connections) {
        this.present = present;
        this.most = connections + Math.max(OVERLAP, connections / OVERLAP);
    }

    ServerLoad present() {
        return present;
    }

    /** Connections of {@code loop} are {@code guests}. */
    void open(EventLoop loop, ConnectionTracker connections) {
        loops.put(loop, connections);
    }

    ConnectionTracker loop(EventLoop loop) {
        ConnectionTracker connections = loops.get(loop);
        if (connections == null) {
            throw new IllegalStateException("a connection on a loop that serves none");
        }
        return connections;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel channel = (Channel) message;
        present.arrive();
        channel.closeFuture().addListener(_ -> {
            present.leave();
            if (shut) {
                context.executor().execute(() -> look(context));
            }
        });
        channel.pipeline().addLast(new ClientConnection(channel, address(channel), this));
        context.fireChannelRead(message);
        look(context);
    }

    /** Accepts nothing more while the event loops are behind with closing; new clients wait in the listening socket. */
    private void look(ChannelHandlerContext context) {
        boolean full = present.connections() >= most;
        if (full != shut) {
            shut = full;
            context.channel().config().setAutoRead(!full);
            if (full) {
                // One may have closed in between.
                look(context);
            }
        }
    }

    private static String address(Channel channel) {
        InetAddress address = channel.remoteAddress() instanceof InetSocketAddress inet ? inet.getAddress() : null;
        return address == null ? "-" : address.getHostAddress();
    }

    /** The system's own transport, or the JDK's, with this handler in front of every listener. */
    io.vertx.core.transport.Transport transport() {
        io.vertx.core.transport.Transport best = io.vertx.core.transport.Transport.nativeTransport();
        boolean usable = best != null && best.available();
        Transport inner = (usable ? best : io.vertx.core.transport.Transport.NIO).implementation();
        Transport guarded = new Guarded(inner, this);
        return new io.vertx.core.transport.Transport() {
            @Override
            public String name() {
                return "guarded";
            }

            @Override
            public boolean available() {
                return true;
            }

            @Override
            public @Nullable Throwable unavailabilityCause() {
                return null;
            }

            @Override
            public Transport implementation() {
                return guarded;
            }
        };
    }

    @SuppressWarnings("deprecation") // a type of a method that is passed on
    private record Guarded(Transport inner, ConnectionAcceptor entrance) implements Transport {
        @Override
        public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
            inner.configure(config, domainSocket, bootstrap);
            bootstrap.handler(entrance);
        }

        @Override
        public void configure(TcpConfig config, boolean domainSocket, io.netty.bootstrap.Bootstrap bootstrap) {
            inner.configure(config, domainSocket, bootstrap);
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            inner.configure(channel, options);
        }

        @Override
        public boolean supportsDomainSockets() {
            return inner.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return inner.supportFileRegion();
        }

        @Override
        public boolean isAvailable() {
            return inner.isAvailable();
        }

        @Override
        public Throwable unavailabilityCause() {
            return inner.unavailabilityCause();
        }

        @Override
        public java.net.SocketAddress convert(io.vertx.core.net.SocketAddress address) {
            return inner.convert(address);
        }

        @Override
        public io.vertx.core.net.SocketAddress convert(java.net.SocketAddress address) {
            return inner.convert(address);
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return inner.ioHandlerFactory();
        }

        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
            return inner.eventLoopGroup(type, threads, factory, ioRatio);
        }

        @Override
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return inner.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
            return inner.datagramChannelFactory();
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return inner.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return inner.serverChannelFactory(domainSocket);
        }
    }
}
