package dev.breakwater.http;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The server's certificate, reloaded when its files change. If they are invalid, the previous one stays in use. */
final class Certificates {
    private final EdgeSettings.Tls files;
    private final Duration handshake;
    private final HttpServer server;
    private final Events events;
    private String state;

    Certificates(EdgeSettings.Tls files, Duration handshake, HttpServer server, Events events) {
        this.files = files;
        this.handshake = handshake;
        this.server = server;
        this.events = events;
        this.state = state();
    }

    /** The server's TLS options: 1.3 and 1.2, with the current files, and a limit for the handshake. */
    static ServerSSLOptions options(EdgeSettings.Tls files, Duration handshake) {
        return new ServerSSLOptions()
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSslHandshakeTimeout(handshake.toMillis())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(files.certificate().toString())
                        .addKeyPath(files.key().toString()));
    }

    /** Checks whether the files have changed, and loads them. Reads files: don't call it on event loops. */
    synchronized void check() {
        String current = state();
        if (current.equals(state)) {
            return;
        }
        state = current;
        server.updateSSLOptions(options(files, handshake), true)
                .onComplete(taken -> events.publish(
                        taken.succeeded()
                                ? new Event.LogNote("tls", "loaded the certificate in " + files.certificate())
                                : new Event.Alarm(
                                        "tls",
                                        "the certificate in " + files.certificate() + " or its key in " + files.key()
                                                + " is not valid; the previous one stays in use: "
                                                + taken.cause().getMessage(),
                                        taken.cause())));
    }

    private String state() {
        return state(files.certificate()) + state(files.key());
    }

    private static String state(Path file) {
        try {
            return Files.getLastModifiedTime(file) + "/" + Files.size(file) + ";";
        } catch (IOException e) {
            return "missing;";
        }
    }
}
