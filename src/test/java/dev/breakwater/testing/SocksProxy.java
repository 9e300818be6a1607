package dev.breakwater.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A SOCKS 5 proxy (RFC 1928, 1929) that takes every name to one port on loopback, and writes down who was asked for. */
public final class SocksProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final boolean login;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> logins = new ConcurrentLinkedQueue<>();

    private SocksProxy(int target, boolean login) throws IOException {
        this.target = target;
        this.login = login;
        listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** One that wants no login. */
    public static SocksProxy to(int target) throws IOException {
        return new SocksProxy(target, false);
    }

    /** One that wants a login, and takes any. */
    public static SocksProxy withLogin(int target) throws IOException {
        return new SocksProxy(target, true);
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Every host and port that was asked for, as it was written: {@code mirror.test:80}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Every login that came, as {@code user:password}. */
    public List<String> logins() {
        return List.copyOf(logins);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket inside = new Socket(InetAddress.getLoopbackAddress(), target)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            in.readByte();
            in.skipNBytes(in.readUnsignedByte());
            out.write(new byte[] {5, (byte) (login ? 2 : 0)});
            if (login) {
                in.readByte();
                logins.add(text(in) + ":" + text(in));
                out.write(new byte[] {1, 0});
            }
            in.skipNBytes(3);
            int kind = in.readUnsignedByte();
            String host = kind == 3
                    ? text(in)
                    : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16))
                            .getHostAddress();
            asked.add(host + ":" + in.readUnsignedShort());
            out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
            Thread.ofVirtual().start(() -> copy(inside, client));
            client.getInputStream().transferTo(inside.getOutputStream());
        } catch (IOException e) {
            // the client went
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of the two went
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
