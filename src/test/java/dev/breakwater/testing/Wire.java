package dev.breakwater.testing;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Brings a reply to the wire, as it should be or as a fault of the layer WIRE wants it. */
final class Wire {
    private static final Duration HEADER_BYTE = Duration.ofMillis(500);
    private static final Duration DRIP = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int DROP = 8;
    private static final int TOO_LONG = 100;

    private final Socket raw;
    private final InputStream in;
    private final PacedOutput paced;
    private final OutputStream out;

    /**
     * @param raw the TCP socket
     * @param talk what is spoken over, the same or TLS
     * @param in what the client sends, already buffered
     * @param uplink what the bytes go over
     */
    Wire(Socket raw, Socket talk, InputStream in, long bytesPerSecond, Uplink uplink) throws IOException {
        this.raw = raw;
        this.in = in;
        this.paced = new PacedOutput(talk.getOutputStream(), bytesPerSecond, uplink);
        this.out = new BufferedOutputStream(paced, 16 * 1024);
    }

    /** Whether the connection can go on after it. */
    boolean send(Asked asked, Reply reply, boolean chunked, Optional<Fault> fault) throws IOException {
        paced.start();
        Fault kind = fault.orElse(Fault.MIX);
        byte[] head = head(reply, chunked && fault.isEmpty(), kind == Fault.TOO_LONG_LENGTH ? TOO_LONG : 0);
        if (kind == Fault.SLOW_HEADERS) {
            drip(Blob.of(head), 1, HEADER_BYTE);
        } else {
            out.write(head);
        }
        Blob body = reply.body();
        if (asked.head() || reply.status() == 304) {
            out.flush();
            return true;
        }
        switch (kind) {
            case TRICKLE -> drip(body, DROP, DRIP);
            case STALL -> {
                half(body);
                return silence();
            }
            case PAUSES -> drip(body, (int) Math.max(1, (body.size() + 3) / 4), PAUSE);
            case RESET -> {
                half(body);
                raw.setSoLinger(true, 0);
                raw.close();
                return false;
            }
            case TRUNCATED -> {
                half(body);
                return false;
            }
            case TOO_LONG_LENGTH -> {
                body.writeTo(out, 0, body.size());
                out.flush();
                return silence();
            }
            default -> whole(body, chunked && fault.isEmpty());
        }
        out.flush();
        return true;
    }

    /** Says nothing until the client hangs up. */
    boolean silence() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        return false;
    }

    private void half(Blob body) throws IOException {
        body.writeTo(out, 0, body.size() / 2);
        out.flush();
    }

    private void drip(Blob body, int drop, Duration pause) throws IOException {
        out.flush();
        for (long at = 0; at < body.size(); at += drop) {
            body.writeTo(out, at, Math.min(body.size(), at + drop));
            out.flush();
            Pause.of(pause);
        }
    }

    private void whole(Blob body, boolean chunked) throws IOException {
        if (!chunked) {
            body.writeTo(out, 0, body.size());
            return;
        }
        body.writeTo(new Chunks(out), 0, body.size());
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] head(Reply reply, boolean chunked, int more) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Status " + reply.status() + "\r\n");
        reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (reply.status() != 304) {
            head.append(
                    "Accept-Ranges: bytes\r\nContent-Length: " + (reply.body().size() + more) + "\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Every write is a chunk (RFC 9112, 7.1). */
    private static final class Chunks extends FilterOutputStream {
        Chunks(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, from, length);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
