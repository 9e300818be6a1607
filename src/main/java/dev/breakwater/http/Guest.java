package dev.breakwater.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * One connection and how long it has been quiet. Used on its event loop alone. Nothing here looks at a clock while
 * requests are served: they leave marks, and a sweep now and then reads them.
 */
final class Guest extends ChannelInboundHandlerAdapter {
    private static final long UNSET = Long.MIN_VALUE;

    final Channel channel;
    final String remote;

    private final Attendance everywhere;
    private int running;
    /** Whether bytes have come since the last request began: on HTTP/1 they belong to the next. */
    private boolean heard = true;

    private boolean multiplexed;
    private long heardAt = UNSET;
    private long quietSince = UNSET;

    Guest(Channel channel, String remote, Attendance everywhere) {
        this.everywhere = everywhere;
        this.channel = channel;
        this.remote = remote;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard = true;
        context.fireChannelRead(message);
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
        if (heard && !multiplexed && heardAt == UNSET) {
            heardAt = millis;
        }
        return millis - quietSince >= idle || (heardAt != UNSET && millis - heardAt >= request);
    }
}
