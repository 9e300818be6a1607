package dev.breakwater.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The least a server can be: passes everything below {@code /go} on to the one upstream of its configuration and keeps
 * nothing. For trying the benches, and as a baseline: what it costs over direct is what any proxy on this JDK costs.
 */
public final class PassThrough {
    private static final Pattern URL = Pattern.compile("url: (\\S+)");
    private static final Pattern CA = Pattern.compile("ca-file: (\\S+)");

    private PassThrough() {}

    /** Runs it: {@code CONFIG PORT}. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        String config = Files.readString(Path.of(args[0]));
        Matcher url = URL.matcher(config);
        if (!url.find()) {
            throw new IOException("no url in " + args[0]);
        }
        String upstream = url.group(1);
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        Matcher ca = CA.matcher(config);
        HttpClient client =
                ca.find() ? builder.sslContext(trusting(Path.of(ca.group(1)))).build() : builder.build();
        int port = Integer.parseInt(args[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/-/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/go/", exchange -> pass(exchange, client, upstream));
        server.start();
    }

    private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void pass(HttpExchange exchange, HttpClient client, String upstream) throws IOException {
        try (exchange) {
            URI uri =
                    URI.create(upstream + exchange.getRequestURI().getRawPath().substring("/go".length()));
            HttpResponse<InputStream> reply =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = reply.body()) {
                long length = reply.headers().firstValueAsLong("content-length").orElse(0);
                exchange.sendResponseHeaders(reply.statusCode(), length == 0 ? -1 : length);
                body.transferTo(exchange.getResponseBody());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
