package dev.breakwater.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * The factory of all connections' sockets, which limit how much a peer may send without any content. The library reads some
 * parts of a reply to their end and keeps them on the heap meanwhile, however long they are: the extension of a chunk's size,
 * the file name in a gzip header. So a socket fails after {@value #MOST} bytes since a caller last got content from it.
 */
final class Sockets extends SocketFactory {
    /** The library's limit of 256 KiB for the head of a reply and its trailers, plus the bytes read ahead. */
    static final int MOST = 320 * 1024;

    /** For connections through a SOCKS proxy: the proxy gets the name, and this address is never dialled. */
    static final Dns UNRESOLVED = host -> List.of(InetAddress.getByAddress(host, new byte[4]));

    /** The key of a connection, the same for a socket and for the TLS socket over it. */
    private record Ends(SocketAddress local, SocketAddress remote) {
        static @Nullable Ends of(Socket socket) {
            SocketAddress remote = socket.getRemoteSocketAddress();
            return remote == null ? null : new Ends(socket.getLocalSocketAddress(), remote);
        }
    }

    /** A peer sent too many bytes without content. TLS passes on only this kind of exception unchanged. */
    private static final class Flood extends SocketException {
        private static final long serialVersionUID = 1;

        Flood() {
            super("more than " + MOST + " bytes without any content");
        }
    }

    private final ConcurrentMap<Ends, Metered> open;
    private final @Nullable Proxy socks;

    Sockets() {
        this(new ConcurrentHashMap<>(), null);
    }

    private Sockets(ConcurrentMap<Ends, Metered> open, @Nullable Proxy socks) {
        this.open = open;
        this.socks = socks;
    }

    /** The same through {@code proxy}, for which the library would create its own sockets. */
    Sockets through(Proxy proxy) {
        return new Sockets(open, proxy);
    }

    /** Reports that bytes over {@code socket}, or over the one below it, were useful: restarts its limit. */
    void used(Socket socket) {
        Ends ends = Ends.of(socket);
        Metered metered = ends == null ? null : open.get(ends);
        if (metered != null) {
            metered.taken.set(0);
        }
    }

    @Override
    public Socket createSocket() {
        return socks == null ? new Metered() : new Metered(socks);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("connects by itself");
    }

    private final class Metered extends Socket {
        private final AtomicLong taken = new AtomicLong();
        private final boolean named;
        private volatile @Nullable Ends ends;

        Metered() {
            named = false;
        }

        Metered(Proxy proxy) {
            super(proxy);
            named = true;
        }

        @Override
        public void connect(SocketAddress to, int timeout) throws IOException {
            super.connect(
                    named && to instanceof InetSocketAddress address
                            ? InetSocketAddress.createUnresolved(address.getHostString(), address.getPort())
                            : to,
                    timeout);
            Ends now = Ends.of(this);
            if (now != null) {
                ends = now;
                open.put(now, this);
            }
            if (isClosed()) {
                forget();
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Meter(super.getInputStream(), taken);
        }

        @Override
        public void close() throws IOException {
            super.close();
            forget();
        }

        private void forget() {
            Ends known = ends;
            if (known != null) {
                open.remove(known, this);
            }
        }
    }

    private static final class Meter extends FilterInputStream {
        private final AtomicLong taken;

        Meter(InputStream in, AtomicLong taken) {
            super(in);
            this.taken = taken;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (taken.get() > MOST) {
                throw new Flood();
            }
            int n = super.read(into, from, most);
            taken.addAndGet(Math.max(0, n));
            return n;
        }
    }
}
