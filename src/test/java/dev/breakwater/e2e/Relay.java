package dev.breakwater.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An address that leads to another, as a name in DNS or a balancer does: bytes go through as they are. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int target;

    Relay() throws IOException {
        door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::welcome);
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** Leads to the server at {@code url} from now on. */
    void leadTo(String url) {
        target = java.net.URI.create(url).getPort();
    }

    /** How often it was called. */
    int connections() {
        return connections.get();
    }

    private void welcome() {
        try {
            while (true) {
                Socket guest = door.accept();
                connections.incrementAndGet();
                Socket host = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(guest);
                open.add(host);
                Thread.ofVirtual().start(() -> pass(guest, host));
                Thread.ofVirtual().start(() -> pass(host, guest));
            }
        } catch (IOException e) {
            Thread.onSpinWait(); // closed
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            Thread.onSpinWait(); // one of them went
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
