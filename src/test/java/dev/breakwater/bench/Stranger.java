package dev.breakwater.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A raw connection of an attacker, who comes from another address of this machine than the clients: 127.0.0.2. */
final class Stranger implements AutoCloseable {
    private static final int LONGEST_STAY = 3600;

    private final Socket socket = new Socket();
    private final InputStream in;

    Stranger(int port) throws IOException {
        try {
            socket.setReceiveBufferSize(8 * 1024);
            socket.bind(new InetSocketAddress("127.0.0.2", 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    InputStream input() {
        return in;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.US_ASCII));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Holds the connection open without reading. */
    void stay() {
        LockSupport.parkNanos(Duration.ofSeconds(LONGEST_STAY).toNanos());
    }

    /** Sends a byte a second until the server has had enough. */
    void dribble() throws IOException {
        for (int i = 0; i < LONGEST_STAY; i++) {
            send("x");
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    /** One request and its whole reply, which has a {@code Content-Length}; false if the server will close. */
    boolean exchange(String request) throws IOException {
        send(request);
        String head = head();
        int length = 0;
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return !head.toLowerCase(Locale.ROOT).contains("connection: close");
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int last = 0, b = in.read(); ; last = last << 8 | b, b = in.read()) {
            if (b < 0) {
                throw new IOException("closed");
            }
            head.write(b);
            if ((last << 8 | b) == 0x0d0a0d0a) {
                return head.toString(StandardCharsets.US_ASCII);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
