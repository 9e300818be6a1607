package dev.breakwater.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An upstream that has what a test puts there, remembers what it was asked, and can be dark. */
final class ContractUpstream implements AutoCloseable {
    /** Answers one request. */
    interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** The paths that were asked for, with their queries. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile boolean dark;

    ContractUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        asked.add(exchange.getRequestURI().toString());
        if (dark) {
            exchange.close(); // without a word
            return;
        }
        Page page = pages.get(path);
        if (page == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            page.answer(exchange);
        }
        exchange.close();
    }

    /** Has {@code page} answer requests of {@code path}. */
    void put(String path, Page page) {
        pages.put(path, page);
    }

    /** Has {@code bytes} under {@code path}, which begins with a slash. */
    void put(String path, String type, byte[] bytes) {
        put(path, exchange -> send(exchange, type, bytes));
    }

    /** Sends all of it. */
    static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** From now on it hangs up on every request, or answers again. */
    void dark(boolean now) {
        dark = now;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
