package dev.breakwater.http;

import dev.breakwater.address.ClientAddress;
import dev.breakwater.address.HostNames;
import dev.breakwater.address.TrustedProxies;
import dev.breakwater.address.TrustedProxies.RequestOrigin;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Site;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The state of one client connection from its accept on: how long it has been idle, and what is being sent on it. Used only on
 * its event loop. Requests read no clock here: they leave marks, and a periodic sweep reads them.
 *
 * <p>As long as the client doesn't read its answers, the server reads nothing more from it: over HTTP/1 by the
 * {@link RequestGate}, request by request; over HTTP/2, where each response has headers outside of any window, by not reading
 * the connection at all.
 */
final class ClientConnection extends ChannelDuplexHandler {
    private static final long UNSET = Long.MIN_VALUE;

    /** RFC 9113 section 3.4. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    final Channel channel;
    final String remote;
    /** The client's line for shared limits. */
    final String network;

    /** The origin of requests without proxy headers. */
    final RequestOrigin direct;

    /** The origin of requests with proxy headers that are not trusted. */
    final RequestOrigin indirect;

    private final ConnectionAcceptor entrance;
    private @Nullable ConnectionTracker loop;
    private int running;
    /** Whether it has never sent a whole head of a request. */
    private boolean fresh = true;
    /** Whether bytes have arrived since the last request began: on HTTP/1 they belong to the next. */
    private boolean heard;

    private @Nullable TrustedProxies asked;
    private boolean trusted;
    private @Nullable String shown;
    private @Nullable HostNames among;
    private @Nullable ReachedAddress reached;
    private boolean multiplexed;
    private @Nullable RequestGate gate;
    /** How many of the first bytes matched HTTP/2; all if the protocol is known. */
    private int compared;

    private long heardAt = UNSET;
    private long quietSince = UNSET;
    private final Map<Sender, IdleWatch> sending = new HashMap<>();
    private final Queue<Sender> waiting = new ArrayDeque<>();

    /** The address of a repository for requests that name a host: an answer that contains it is looked up by it. */
    private record ReachedAddress(
            Site site, String repository, @Nullable String host, BaseUrl base) {}

    /** How far a sender was, and when that was first seen. */
    private record IdleWatch(long progress, long since) {
        static final IdleWatch NEW = new IdleWatch(-1, UNSET);
    }

    ClientConnection(Channel channel, String remote, ConnectionAcceptor entrance) {
        this.channel = channel;
        this.remote = remote;
        this.network = Network.of(remote);
        this.entrance = entrance;
        this.direct = new RequestOrigin(ClientAddress.direct(remote), null, null, "");
        this.indirect = new RequestOrigin(new ClientAddress(remote, true), null, null, "");
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ConnectionTracker mine = entrance.loop(channel.eventLoop());
        loop = mine;
        mine.arrive(this);
    }

    /** Whether it is one of {@code proxies}. */
    boolean trusted(TrustedProxies proxies) {
        if (!proxies.equals(asked)) {
            asked = proxies;
            trusted = proxies.trusts(remote);
        }
        return trusted;
    }

    /** Whether it has sent {@code host} before, and that was one of {@code names}. */
    boolean hasShown(String host, HostNames names) {
        return host.equals(shown) && names.equals(among);
    }

    /** Records that it has sent {@code host}, which is one of {@code names}. */
    void shows(String host, HostNames names) {
        shown = host;
        among = names;
    }

    /** The address of {@code repository} that its last request with that host had; null if it was another host or repository. */
    @Nullable
    BaseUrl base(Site site, String repository, @Nullable String host) {
        ReachedAddress last = reached;
        if (last == null || !last.repository.equals(repository) || !Objects.equals(last.host, host)) {
            return null;
        }
        return last.site.equals(site) ? last.base : null;
    }

    /** Records the address of {@code repository} for requests without proxy headers that name {@code host}. */
    void reaches(Site site, String repository, @Nullable String host, BaseUrl base) {
        reached = new ReachedAddress(site, repository, host, base);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard = true;
        if (compared < PREFACE.length && message instanceof ByteBuf bytes) {
            beginning(context, bytes);
        } else {
            context.fireChannelRead(message);
        }
    }

    /**
     * Passes on the bytes by which Vert.x tells the protocols apart, one by one: between the deciding byte and the rest there
     * is a pipeline for HTTP/1, and no request yet.
     */
    private void beginning(ChannelHandlerContext context, ByteBuf bytes) {
        while (compared < PREFACE.length && bytes.isReadable()) {
            boolean same = bytes.getByte(bytes.readerIndex()) == PREFACE[compared];
            compared = same ? compared + 1 : PREFACE.length;
            context.fireChannelRead(bytes.readRetainedSlice(1));
        }
        if (compared == PREFACE.length && context.pipeline().get(Http1Only.UPGRADE) != null) {
            context.pipeline().addBefore(Http1Only.UPGRADE, null, new Http1Only());
        }
        if (bytes.isReadable()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        // The bytes may have opened a window.
        deliver();
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
        deliver();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        List.copyOf(sending.keySet()).forEach(Sender::giveUp);
    }

    /** Declares HTTP/1: {@code decoder} produces one request after another; {@code before} receives them. */
    void inTurn(ByteToMessageDecoder decoder, String before) {
        gate = new RequestGate(this, decoder);
        channel.pipeline().addBefore(before, null, gate);
    }

    /** Declares HTTP/2: requests share the connection, and bytes alone don't mean that one has begun. */
    void multiplexed() {
        multiplexed = true;
    }

    /** Whether the next request may pass: the one before is answered, and the client has read the answer. */
    boolean ready() {
        return running == 0 && channel.isWritable();
    }

    /** Whether no request of it is being answered. */
    boolean idle() {
        return running == 0;
    }

    /** Records a request. */
    void begin() {
        running++;
        entrance.present().begin();
        fresh = false;
        heard = false;
        heardAt = UNSET;
        quietSince = UNSET;
    }

    /** Records that a request was answered or aborted. */
    void end() {
        running--;
        entrance.present().end();
        if (gate != null) {
            gate.look();
        }
    }

    /** Reserves memory for an answer to {@code client} of which {@code bytes} may be in memory; false if there is none. */
    boolean take(String client, long bytes) {
        return loop != null && loop.answers().take(client, bytes);
    }

    /** Releases the reserved memory. */
    void give(String client, long bytes) {
        if (loop != null) {
            loop.answers().give(client, bytes);
        }
    }

    /** Adds {@code sender}. */
    void begins(Sender sender) {
        sending.put(sender, IdleWatch.NEW);
    }

    /** Removes it at its end. */
    void ends(Sender sender) {
        sending.remove(sender);
        waiting.remove(sender);
    }

    /** Resumes it when there is room. */
    void waits(Sender sender) {
        waiting.add(sender);
    }

    private void deliver() {
        for (int i = waiting.size(); i > 0; i--) {
            Sender next = waiting.poll();
            if (next == null) {
                return;
            }
            if (next.hasRoom()) {
                next.resume();
            } else {
                waiting.add(next);
            }
        }
    }

    /** Closes it. */
    void close() {
        var _ = channel.close();
    }

    /** Whether it has taken too long at {@code millis}: for its first bytes, for the head of a request, or without any. */
    boolean overstays(long millis, long request, long idle) {
        if (running > 0) {
            return false;
        }
        if (quietSince == UNSET) {
            quietSince = millis;
        }
        boolean begun = heard && (fresh || !multiplexed) && (gate == null || !gate.holds());
        if (begun && heardAt == UNSET) {
            heardAt = millis;
        }
        long patience = fresh && !heard ? request : idle;
        return millis - quietSince >= patience || (heardAt != UNSET && millis - heardAt >= request);
    }

    /** Aborts answers of which the client has read nothing for {@code idle}, at {@code millis}. */
    void abandon(long millis, long idle) {
        for (Map.Entry<Sender, IdleWatch> each : List.copyOf(sending.entrySet())) {
            IdleWatch watch = each.getValue();
            long progress = each.getKey().progress();
            if (watch.progress != progress) {
                sending.replace(each.getKey(), new IdleWatch(progress, millis));
            } else if (millis - watch.since >= idle) {
                each.getKey().giveUp();
            }
        }
    }
}
