package dev.breakwater.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** The timer of a connection's steps. If several addresses are tried, the one that wins counts. */
final class ConnectionTimer extends EventListener {
    private final InstantSource clock;
    private @Nullable Instant asked;
    private @Nullable Duration dns;
    private @Nullable Instant dialled;
    private @Nullable Duration tcp;
    private @Nullable Instant greeted;
    private @Nullable Duration tls;
    private @Nullable Handshake handshake;
    private @Nullable String alpn;

    ConnectionTimer(InstantSource clock) {
        this.clock = clock;
    }

    /** {@code client} with this timer: with its own connections, and offering HTTP/2. */
    OkHttpClient over(OkHttpClient client) {
        return client.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .eventListener(this)
                .build();
    }

    synchronized ConnectionTimings contact(int status, @Nullable WebException fault) {
        return new ConnectionTimings(
                dns,
                tcp,
                tls,
                handshake == null ? null : handshake.tlsVersion().javaName(),
                handshake == null ? null : alpn,
                handshake == null ? null : expires(handshake.peerCertificates()),
                status,
                fault);
    }

    private static @Nullable Instant expires(List<Certificate> chain) {
        return chain.stream()
                .filter(X509Certificate.class::isInstance)
                .map(certificate ->
                        ((X509Certificate) certificate).getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public synchronized void dnsStart(Call call, String host) {
        asked = clock.instant();
    }

    @Override
    public synchronized void dnsEnd(Call call, String host, List<InetAddress> addresses) {
        // A name that a SOCKS proxy resolves has no address here.
        dns = addresses.stream().anyMatch(InetAddress::isAnyLocalAddress) ? null : since(asked);
    }

    @Override
    public synchronized void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        dialled = dialled == null ? clock.instant() : dialled;
    }

    @Override
    public synchronized void secureConnectStart(Call call) {
        tcp = since(dialled);
        greeted = clock.instant();
    }

    @Override
    public synchronized void secureConnectEnd(Call call, @Nullable Handshake done) {
        tls = since(greeted);
        handshake = done;
    }

    @Override
    public synchronized void connectEnd(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        tcp = tcp == null ? since(dialled) : tcp;
        alpn = protocol == null ? null : protocol.toString();
    }

    @Override
    public synchronized void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException why) {
        // The next address starts over; the exchange itself reports the final result.
        dialled = clock.instant();
    }

    /** Forwards events to the call's listener, which gets none by itself here. */
    @Override
    public void connectionAcquired(Call call, Connection connection) {
        Dialling dialling = call.request().tag(Dialling.class);
        if (dialling != null) {
            dialling.connectionAcquired(call, connection);
        }
    }

    private @Nullable Duration since(@Nullable Instant start) {
        return start == null ? null : Duration.between(start, clock.instant());
    }
}
