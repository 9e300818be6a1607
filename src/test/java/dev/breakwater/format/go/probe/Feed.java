package dev.breakwater.format.go.probe;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An index feed on a loopback port, in the form of the Go index: {@code /index?since=…}. */
final class Feed implements AutoCloseable {
    private record Entry(String module, String version, Instant at) {
        String json() {
            return "{\"Path\":\"" + module + "\",\"Version\":\"" + version + "\",\"Timestamp\":\"" + at + "\"}\n";
        }
    }

    private final HttpServer server;
    private final List<Entry> entries = new ArrayList<>();

    Feed() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/index", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            Instant since = Instant.parse(query.replaceFirst(".*since=([^&]*).*", "$1"));
            StringBuilder text = new StringBuilder();
            synchronized (entries) {
                entries.stream().filter(e -> !e.at().isBefore(since)).forEach(e -> text.append(e.json()));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    void publish(String module, String version, Instant at) {
        synchronized (entries) {
            entries.add(new Entry(module, version, at));
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/index");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
