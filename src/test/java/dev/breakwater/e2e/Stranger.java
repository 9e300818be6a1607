package dev.breakwater.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that says whatever a test wants, byte for byte, on a loopback port; anything else is its 404. */
final class Stranger implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final AtomicInteger visits = new AtomicInteger();

    /** What it says: a status, headers and a body. */
    private record Page(int status, Map<String, String> headers, byte[] body) {}

    Stranger() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        visits.incrementAndGet();
        Page page = pages.getOrDefault(
                exchange.getRequestURI().getRawPath(),
                new Page(404, Map.of(), "not found\n".getBytes(StandardCharsets.UTF_8)));
        try (exchange) {
            page.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(page.status, page.body.length == 0 ? -1 : page.body.length);
            exchange.getResponseBody().write(page.body);
        }
    }

    /** Says this at {@code path}. */
    Stranger says(String path, int status, Map<String, String> headers, byte[] body) {
        pages.put(path, new Page(status, headers, body));
        return this;
    }

    /** Its address, by number. */
    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How often anybody asked anything. */
    int visits() {
        return visits.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
