package dev.breakwater.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A mirror of what strangers ask for to do harm: bodies that never end, a list of 1.48 million versions, names that take two
 * seconds. It has nothing else, and says 404 to that at once.
 */
final class AttackMirror {
    private static final long ENDLESS = 4L << 30;
    private static final int VERSIONS = 1_480_000;

    /** Bytes a second of a line of 1 Gbit/s, which endless bodies share: a mirror on this machine sends as fast as it has cores. */
    private static final long LINE = 125_000_000;

    private static final AtomicLong FREE_AT = new AtomicLong(System.nanoTime());

    private AttackMirror() {}

    /** Serves until the process ends. */
    static void start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        byte[] list = versions();
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, list);
            }
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, byte[] list) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/odd.test/long") && path.endsWith("/list")) {
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
        } else if (path.startsWith("/odd.test/endless") && (path.endsWith(".zip") || path.endsWith(".mod"))) {
            exchange.sendResponseHeaders(200, 0);
            endless(exchange.getResponseBody());
        } else {
            if (path.startsWith("/odd.test/slow")) {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            }
            byte[] none = "not found: no such module\n".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(404, none.length);
            exchange.getResponseBody().write(none);
        }
    }

    private static void endless(OutputStream out) throws IOException {
        byte[] some = new byte[64 * 1024];
        Arrays.fill(some, (byte) 'x');
        for (long sent = 0; sent < ENDLESS; sent += some.length) {
            out.write(some);
            await(some.length);
        }
    }

    /** Waits until the line has sent so many bytes, behind all that others have sent. */
    private static void await(int bytes) {
        long takes = bytes * 1_000_000_000L / LINE;
        long now = System.nanoTime();
        long end = FREE_AT.updateAndGet(free -> Math.max(free, now) + takes);
        LockSupport.parkNanos(end - now);
    }

    private static byte[] versions() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < VERSIONS; i++) {
            list.append("v1.").append(i / 1000).append('.').append(i % 1000).append('\n');
        }
        return list.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
