package dev.breakwater.http;

import dev.breakwater.testing.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A socket to send anything by. Waits 10 s for the other side at most. */
final class Raw implements AutoCloseable {
    private static final int PATIENCE = 10_000;

    private final Socket socket;

    private Raw(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
    }

    static Raw connect(Stand stand) throws IOException {
        return new Raw(new Socket(InetAddress.getLoopbackAddress(), stand.edge.port()));
    }

    /** From another address of this machine, as in {@code 127.0.0.2}. */
    static Raw connect(Stand stand, String from) throws IOException {
        return new Raw(new Socket(InetAddress.getLoopbackAddress(), stand.edge.port(), InetAddress.getByName(from), 0));
    }

    static Raw secured(Stand stand) throws IOException {
        URI uri = URI.create(stand.url(""));
        return new Raw(Certificates.shared()
                .client()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), uri.getPort()));
    }

    Raw send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Raw send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Whether it can still be sent by: false once the other side has hung up. */
    boolean trickle(byte each) {
        try {
            socket.getOutputStream().write(each);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says that nothing more will be sent. */
    Raw finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** What comes next, some of it. */
    String some() throws IOException {
        byte[] some = new byte[64 << 10];
        int read = socket.getInputStream().read(some);
        return read < 0 ? "" : new String(some, 0, read, StandardCharsets.ISO_8859_1);
    }

    /** Everything that comes until the other side hangs up, however it does; it is an error that it does not. */
    String untilClosed() throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] some = new byte[64 << 10];
        try {
            for (int n = socket.getInputStream().read(some);
                    n >= 0;
                    n = socket.getInputStream().read(some)) {
                all.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            // A reset is an end too.
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
