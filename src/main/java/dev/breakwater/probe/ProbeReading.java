package dev.breakwater.probe;

import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The reading of one body within its limits, which measures its rate. Used by one thread. */
final class ProbeReading {
    private static final int CHUNK = 64 * 1024;

    /** The window of a rate in milliseconds. */
    private static final double WINDOW = 50;

    /** A mirror that sends fewer bytes a second is too slow: the limit of the server's own stall detection. */
    private static final double TRICKLE = 16 * 1024;

    private final OutboundResponse reply;
    private final WritableByteChannel into;
    private final long most;
    private final Duration within;
    private final Allowance allowance;
    private final InstantSource clock;
    private final Instant began;
    private final List<Double> rates = new ArrayList<>();
    private long bytes;

    ProbeReading(
            OutboundResponse reply,
            WritableByteChannel into,
            long most,
            Duration within,
            Allowance allowance,
            InstantSource clock) {
        this.reply = reply;
        this.into = into;
        this.most = most;
        this.within = within;
        this.allowance = allowance;
        this.clock = clock;
        this.began = clock.instant();
    }

    long bytes() {
        return bytes;
    }

    /** Milliseconds since the head arrived. */
    double took() {
        return Duration.between(began, clock.instant()).toNanos() / 1e6;
    }

    /** Bytes a second, window by window. */
    List<Double> rates() {
        return rates;
    }

    /** Reads to the end, or up to the limits. */
    Outcome all(Head head) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        double window = 0;
        long before = 0;
        while (true) {
            int n;
            try {
                n = read(chunk);
            } catch (WebException e) {
                return ProbeClient.unreachable(e);
            }
            double now = took();
            if (now - window >= WINDOW || (n < 0 && rates.isEmpty() && bytes >= CHUNK && now > 0)) {
                rates.add((bytes - before) * 1000 / (now - window));
                window = now;
                before = bytes;
            }
            if (n < 0) {
                return end(head);
            }
            if (n == 0 || bytes >= most || now > within.toMillis()) {
                return cut(head, n);
            }
        }
    }

    /** The next bytes; 0 if the allowance is used up. */
    private int read(ByteBuffer chunk) throws IOException {
        int may = allowance.take((int) Math.min(CHUNK, Math.max(1, most - bytes)));
        int n = 0;
        try {
            n = may == 0 ? 0 : reply.read(chunk.clear().limit(may));
        } finally {
            allowance.giveBack(may - Math.max(0, n));
        }
        if (n > 0) {
            bytes += n;
            chunk.flip();
            while (chunk.hasRemaining()) {
                into.write(chunk);
            }
        }
        return n;
    }

    private Outcome end(Head head) {
        long expected = head.total() - head.from();
        return head.total() >= 0 && bytes != expected
                ? new Outcome.Unavailable("sent " + bytes + " of " + expected + " bytes")
                : new Outcome.Found(head, String.valueOf(reply.status()));
    }

    /** The outcome if this side ended it: a mirror that sent next to nothing has failed. */
    private Outcome cut(Head head, int n) {
        if (head.total() >= 0 && head.from() + bytes == head.total()) {
            return end(head);
        }
        boolean trickles = n > 0 && took() > within.toMillis() && bytes * 1000.0 / took() < TRICKLE;
        return trickles
                ? new Outcome.Unavailable("too slow: " + bytes + " bytes in " + Math.round(took() / 1000) + " s")
                : new Outcome.Abandoned("enough: " + bytes + " bytes");
    }
}
