package dev.breakwater.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A probe that opens a connection as a client would, without a request: each address in turn, until one succeeds. */
record ConnectionProbe(OkHttpClient client) {
    /** Connects to the host of {@code url}, or to the proxy for it, and closes the connection. */
    void to(HttpUrl url) throws IOException {
        Proxy proxy = client.proxySelector().select(url.uri()).getFirst();
        InetSocketAddress at = proxy.address() instanceof InetSocketAddress a
                ? a
                : InetSocketAddress.createUnresolved(url.host(), url.port());
        // Through a proxy the handshake would need a tunnel; a connection to the proxy must be enough.
        HttpUrl secured = url.isHttps() && proxy.equals(Proxy.NO_PROXY) ? url : null;
        IOException last = new UnknownHostException(at.getHostString());
        for (InetAddress address : client.dns().lookup(at.getHostString())) {
            try {
                connect(new InetSocketAddress(address, at.getPort()), secured);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private void connect(InetSocketAddress at, @Nullable HttpUrl secured) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(client.connectTimeoutMillis());
            socket.connect(at, client.connectTimeoutMillis());
            if (secured != null) {
                handshake(socket, secured);
            }
        }
    }

    /** TLS with the host's name checked: RFC 9110 section 4.3.4. */
    private void handshake(Socket socket, HttpUrl url) throws IOException {
        try (SSLSocket secure =
                (SSLSocket) client.sslSocketFactory().createSocket(socket, url.host(), url.port(), false)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
        }
    }
}
