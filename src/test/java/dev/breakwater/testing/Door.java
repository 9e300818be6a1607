package dev.breakwater.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A listening socket that can be shut, jammed and opened again on the same port. */
final class Door implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofMillis(150);

    /** How long a busy machine may take to free a port. */
    private static final Duration FREED = Duration.ofSeconds(10);

    private final Consumer<Socket> guests;
    private final List<SocketChannel> jam = new ArrayList<>();
    private InetSocketAddress address;
    private @Nullable ServerSocket listening;
    private @Nullable Thread acceptor;
    private @Nullable Socket reservation;
    private boolean jammed;

    Door(String host, int port, Consumer<Socket> guests) throws IOException {
        this.guests = guests;
        this.address = new InetSocketAddress(InetAddress.getByName(host), port);
        open();
    }

    synchronized int port() {
        return address.getPort();
    }

    /** Listens; whoever connects is handed over on a virtual thread of their own. */
    synchronized void open() throws IOException {
        if (listening != null && !jammed) {
            return;
        }
        close();
        ServerSocket socket = listen(1024);
        acceptor = Thread.ofVirtual().start(() -> accept(socket));
    }

    /** Refuses connections, and keeps the port: another server of a concurrent test must not get it and answer in its place. */
    synchronized void refuse() throws IOException {
        close();
        long end = System.nanoTime() + FREED.toNanos();
        while (!reserved()) {
            if (System.nanoTime() > end) {
                throw new BindException("the port " + address.getPort() + " is not free again");
            }
            Pause.of(Duration.ofMillis(5));
        }
    }

    /** A listener that was closed has its port until the thread that accepts for it has noticed. */
    private boolean reserved() throws IOException {
        Socket bound = new Socket();
        try {
            bound.setReuseAddress(true);
            bound.bind(address); // it does not listen
            reservation = bound;
            return true;
        } catch (BindException e) {
            bound.close();
            return false;
        }
    }

    /** Listens with a queue that is full and never emptied: Linux then drops SYNs. */
    synchronized void jam() throws IOException {
        close();
        listen(1);
        jammed = true;
        for (int i = 0; i < 16; i++) {
            SocketChannel filler = SocketChannel.open();
            jam.add(filler);
            filler.configureBlocking(false);
            if (!filler.connect(address) && !connected(filler)) {
                return;
            }
        }
        throw new IOException("connecting to a full queue still works: this system drops no SYN");
    }

    private static boolean connected(SocketChannel filler) throws IOException {
        long end = System.nanoTime() + SETTLE.toNanos();
        while (System.nanoTime() < end) {
            if (filler.finishConnect()) {
                return true;
            }
            Pause.of(Duration.ofMillis(5));
        }
        return false;
    }

    private ServerSocket listen(int backlog) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address, backlog);
        address = new InetSocketAddress(address.getAddress(), socket.getLocalPort());
        listening = socket;
        return socket;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket guest = socket.accept();
                Thread.ofVirtual().start(() -> guests.accept(guest));
            } catch (IOException e) {
                // Closed, or out of descriptors: the loop's condition tells which.
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (listening != null) {
                listening.close();
            }
            if (reservation != null) {
                reservation.close();
            }
            if (acceptor != null) {
                // The port is free again only when nobody stands in accept any more.
                acceptor.join();
            }
            for (SocketChannel filler : jam) {
                filler.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts here", e);
        }
        acceptor = null;
        jam.clear();
        listening = null;
        reservation = null;
        jammed = false;
    }
}
