package dev.breakwater.http;

import dev.breakwater.address.ClientAddress;
import dev.breakwater.address.HostNames;
import dev.breakwater.address.TrustedProxies;
import dev.breakwater.address.TrustedProxies.Origin;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * One connection and how long it has been quiet. Used on its event loop alone. Nothing here looks at a clock while
 * requests are served: they leave marks, and a sweep now and then reads them.
 *
 * <p>As long as the client does not take what it was sent, nothing more is read from it: over HTTP/1 the {@link RequestGate} sees to
 * that, request by request; over HTTP/2, where each request costs headers that no window holds back, the connection is not
 * read at all.
 */
final class Guest extends ChannelDuplexHandler {
    private static final long UNSET = Long.MIN_VALUE;

    final Channel channel;
    final String remote;

    /** What comes over the connection, where no proxy tells of itself. */
    final Origin direct;

    /** What comes over it, where one tells of itself that is not believed. */
    final Origin indirect;

    private final Attendance everywhere;
    private int running;
    /** Whether bytes have come since the last request began: on HTTP/1 they belong to the next. */
    private boolean heard = true;

    private @Nullable TrustedProxies asked;
    private boolean trusted;
    private @Nullable String shown;
    private @Nullable HostNames among;
    private boolean multiplexed;
    private @Nullable RequestGate gate;
    private long heardAt = UNSET;
    private long quietSince = UNSET;

    Guest(Channel channel, String remote, Attendance everywhere) {
        this.everywhere = everywhere;
        this.channel = channel;
        this.remote = remote;
        this.direct = new Origin(ClientAddress.direct(remote), null, null, "");
        this.indirect = new Origin(new ClientAddress(remote, true), null, null, "");
    }

    /** Whether it is one of {@code proxies}. */
    boolean trusted(TrustedProxies proxies) {
        if (!proxies.equals(asked)) {
            asked = proxies;
            trusted = proxies.trusts(remote);
        }
        return trusted;
    }

    /** Whether it has shown {@code host} before, and that was one of {@code names}. */
    boolean hasShown(String host, HostNames names) {
        return host.equals(shown) && names.equals(among);
    }

    /** It has shown {@code host}, which is one of {@code names}. */
    void shows(String host, HostNames names) {
        shown = host;
        among = names;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard = true;
        context.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        // Some decoders ask for more by themselves.
        if (!full()) {
            context.read();
        }
    }

    private boolean full() {
        return multiplexed ? !channel.isWritable() : gate != null && gate.holds();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (multiplexed) {
            channel.config().setAutoRead(channel.isWritable());
        }
        context.fireChannelWritabilityChanged();
    }

    /** From now on its requests come one after another, made by {@code decoder}; {@code before} is what gets them. */
    void inTurn(ByteToMessageDecoder decoder, String before) {
        gate = new RequestGate(this, decoder);
        channel.pipeline().addBefore(before, null, gate);
    }

    /** Whether the next request may come: the one before is answered, and the answer taken. */
    boolean ready() {
        return running == 0 && channel.isWritable();
    }

    /** From now on requests share the connection, and bytes alone do not mean that one has begun. */
    void multiplexed() {
        multiplexed = true;
    }

    /** A request is there. */
    void begin() {
        running++;
        everywhere.begin();
        heard = false;
        heardAt = UNSET;
        quietSince = UNSET;
    }

    /** A request was answered or given up. */
    void end() {
        running--;
        everywhere.end();
        if (gate != null) {
            gate.look();
        }
    }

    /** Shows it out. */
    void close() {
        var _ = channel.close();
    }

    /** Whether it has taken too long at {@code millis}: for the headers of a request, or without any. */
    boolean overstays(long millis, long request, long idle) {
        if (running > 0) {
            return false;
        }
        if (quietSince == UNSET) {
            quietSince = millis;
        }
        boolean waits = gate != null && gate.holds();
        if (heard && !waits && !multiplexed && heardAt == UNSET) {
            heardAt = millis;
        }
        return millis - quietSince >= idle || (heardAt != UNSET && millis - heardAt >= request);
    }
}
