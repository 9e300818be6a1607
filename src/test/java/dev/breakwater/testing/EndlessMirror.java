package dev.breakwater.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A mirror whose every answer is a 200 of a text that is repeated without an end, in chunks, until its client goes. */
public final class EndlessMirror implements AutoCloseable {
    /** It ends by itself after so many bytes on one connection: more than any client takes. */
    private static final long MOST = 1L << 30;

    private final byte[] chunk;
    private final AtomicLong sent = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Door door;

    /** Repeats {@code text}; serves when this returns. */
    public EndlessMirror(String text) {
        byte[] some = text.repeat(Math.max(1, 60_000 / text.length())).getBytes(StandardCharsets.UTF_8);
        this.chunk = OddMirror.joined(
                Integer.toHexString(some.length) + "\r\n",
                OddMirror.joined(
                        new String(some, StandardCharsets.ISO_8859_1), "\r\n".getBytes(StandardCharsets.UTF_8)));
        try {
            this.door = new Door("127.0.0.1", 0, this::welcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + door.port();
    }

    /** How many bytes of bodies it has handed to its sockets, on all connections. */
    public long sent() {
        return sent.get();
    }

    private void welcome(Socket socket) {
        open.add(socket);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int blank = 0; blank < 4; ) {
                int b = in.read();
                if (b < 0) {
                    return;
                }
                blank = b == '\r' || b == '\n' ? blank + 1 : 0;
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (long left = MOST; left > 0; left -= chunk.length) {
                socket.getOutputStream().write(chunk);
                sent.addAndGet(chunk.length);
            }
        } catch (IOException e) {
            // The client has had enough, which is what it is for.
            Thread.onSpinWait();
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        door.close();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
