package dev.breakwater.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A Go module mirror on a loopback port, over a {@link Corpus}, that breaks on command. HTTP/1.1 on plain sockets, so that
 * what goes over the wire is exactly what a fault says. Every method may be called by any thread, while it serves.
 *
 * <p>For a host that has no address there is {@link #UNKNOWN_HOST}: no mirror is needed for that.
 */
public final class Mirror implements AutoCloseable {
    /** A mirror whose name does not resolve (RFC 6761). */
    public static final String UNKNOWN_HOST = "http://mirror.invalid";

    private final MirrorSettings settings;
    private final SitePages pages;
    private final BrokenPages broken;
    private final Faults faults;
    private final RequestLog log = new RequestLog();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger peak = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger trespasses = new AtomicInteger();
    private final Uplink uplink = new Uplink();
    private final Set<String> offered = new CopyOnWriteArraySet<>();
    private final Door door;
    private @Nullable Door trap;

    private Mirror(MirrorSettings settings, Pages modules, SitePages pages) throws IOException {
        this.settings = settings;
        this.pages = pages;
        this.broken = new BrokenPages(modules, pages);
        this.faults = new Faults(settings.seed());
        this.door = new Door("127.0.0.1", settings.port(), this::welcome);
    }

    /** Runs a mirror until its standard input ends, see {@link MirrorCommand}. */
    public static void main(String[] args) throws IOException {
        MirrorCommand.run(args);
    }

    /** A mirror that serves {@code corpus} by plain HTTP. */
    public static Mirror serving(Corpus corpus) {
        return start(MirrorSettings.of(corpus));
    }

    /** A mirror like this; it serves when this returns. */
    public static Mirror start(MirrorSettings settings) {
        Pages modules = new Pages(settings);
        return start(settings, modules, modules);
    }

    /** A mirror of something else than modules, which breaks in the same ways; those that are about modules change nothing. */
    static Mirror start(MirrorSettings settings, SitePages pages) {
        return start(settings, new Pages(settings), pages);
    }

    private static Mirror start(MirrorSettings settings, Pages modules, SitePages pages) {
        try {
            return new Mirror(settings, modules, pages);
        } catch (IOException e) {
            throw new UncheckedIOException("starting a mirror on port " + settings.port(), e);
        }
    }

    /** Its address, the prefix included, without a slash at the end. It stays the same through all faults. */
    public String url() {
        return (settings.tls() ? "https" : "http") + "://127.0.0.1:" + door.port() + settings.prefix();
    }

    /** What is served; more can be published into it. */
    public Corpus corpus() {
        return settings.corpus();
    }

    /** What was asked of it. */
    public RequestLog log() {
        return log;
    }

    /** Connections that are open now. */
    public int connections() {
        return open.size();
    }

    /** The most connections that were ever open at once. */
    public int peakConnections() {
        return peak.get();
    }

    /** All connections there ever were. */
    public int acceptedConnections() {
        return accepted.get();
    }

    /** All bytes that were ever sent, heads included; what only lies in a socket's buffer counts too. */
    public long sentBytes() {
        return uplink.sent();
    }

    /** From now on all connections together send no more bytes a second than that; 0 for no limit. */
    public void uplink(long bytesPerSecond) {
        uplink.limit(bytesPerSecond);
    }

    /** What clients offered by ALPN, as in {@code h2}; this mirror picks {@code http/1.1} or nothing. */
    public Set<String> offeredProtocols() {
        return Set.copyOf(offered);
    }

    /** How often somebody followed {@link Fault#REDIRECT_PRIVATE}. */
    public int trespasses() {
        return trespasses.get();
    }

    /** The certificates to trust, for TLS. */
    public Path caPem() {
        return Certificates.shared().pem();
    }

    /** Breaks it so, and no other way. */
    public synchronized void fault(Fault fault) {
        faults.clear();
        faults.add(fault);
        settle();
    }

    /** Breaks it so for the requests that {@code where} holds for, and no other way. Not for faults of the door. */
    public synchronized void fault(Fault fault, Predicate<Asked> where) {
        faults.clear();
        alsoFault(fault, where);
    }

    /** Breaks it so too; of several faults that befall a request the first wins. Not for faults of the door. */
    public synchronized void alsoFault(Fault fault, Predicate<Asked> where) {
        if (fault.layer() == Fault.Layer.DOOR) {
            throw new IllegalArgumentException(fault + " befalls everybody: it cannot be restricted");
        }
        faults.add(fault, where);
        settle();
    }

    /** Nothing is wrong from now on; what hangs goes on hanging until its client gives up. */
    public synchronized void heal() {
        faults.clear();
        settle();
    }

    /** Where {@link Fault#REDIRECT_ELSEWHERE} leads: the address of another mirror. */
    public void redirectTo(String url) {
        broken.elsewhere(URI.create(url));
    }

    private void settle() {
        try {
            if (faults.everywhere(Fault.REFUSED)) {
                door.refuse();
                cut();
            } else if (faults.everywhere(Fault.DROPPED_SYN)) {
                door.jam();
                cut();
            } else {
                door.open();
            }
            if (faults.everywhere(Fault.EXPIRED_CERTIFICATE)) {
                cut();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("switching the fault of " + url(), e);
        }
    }

    private void cut() {
        for (Socket socket : open) {
            close(socket);
        }
    }

    private void welcome(Socket socket) {
        open.add(socket);
        accepted.incrementAndGet();
        peak.accumulateAndGet(open.size(), Math::max);
        try {
            socket.setTcpNoDelay(true);
            if (faults.everywhere(Fault.BLACK_HOLE)) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            try (Socket talk = settings.tls() ? secured(socket) : socket) {
                new Connection(settings, socket, talk, uplink).serve(mind());
            }
        } catch (IOException e) {
            // The client went, or a fault cut it: both are everyday here.
            Thread.onSpinWait();
        } finally {
            open.remove(socket);
            close(socket);
        }
    }

    private Connection.Mind mind() {
        return new Connection.Mind() {
            @Override
            public Optional<Fault> befalls(Asked asked) {
                Optional<Fault> fault = faults.of(asked);
                log.add(asked, fault);
                return fault;
            }

            @Override
            public Reply answer(Asked asked, Optional<Fault> fault) {
                return fault.map(it -> broken.answer(it, asked, url() + asked.path(), trap(it)))
                        .orElseGet(() -> pages.answer(asked));
            }
        };
    }

    /** The address nobody may be led to, listened at from when it is first needed. */
    private synchronized String trap(Fault fault) {
        if (fault != Fault.REDIRECT_PRIVATE) {
            return "";
        }
        if (trap == null) {
            try {
                trap = new Door("127.0.0.2", 0, guest -> {
                    trespasses.incrementAndGet();
                    close(guest);
                });
            } catch (IOException e) {
                throw new UncheckedIOException("listening on 127.0.0.2", e);
            }
        }
        return "http://127.0.0.2:" + trap.port();
    }

    private Socket secured(Socket socket) throws IOException {
        SSLSocket talk = (SSLSocket) Certificates.shared()
                .server(faults.everywhere(Fault.EXPIRED_CERTIFICATE))
                .getSocketFactory()
                .createSocket(socket, null, true);
        talk.setUseClientMode(false);
        talk.setHandshakeApplicationProtocolSelector((it, names) -> {
            offered.addAll(names);
            return names.contains("http/1.1") ? "http/1.1" : "";
        });
        talk.startHandshake();
        return talk;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket", e);
        }
    }

    @Override
    public synchronized void close() {
        door.close();
        if (trap != null) {
            trap.close();
        }
        cut();
    }
}
