package dev.breakwater.insight;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** The other end of a webhook, on a real socket: keeps what comes, answers as it is told. */
public final class Receiver implements AutoCloseable {
    /** One request. */
    public record Got(String path, String query, Map<String, String> headers, String body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Queue<Got> got = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Answer usual = new Answer(200, "ok");
    private volatile boolean hanging;

    /** Receives from now on. */
    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getQuery();
            got.add(new Got(exchange.getRequestURI().getPath(), query == null ? "" : query, headers, body));
            if (hanging) {
                await(ended);
            }
            Answer next = answers.poll();
            Answer answer = next == null ? usual : next;
            byte[] said = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
    }

    /** Its address, with that path. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Answers the next request so, those after it as usual. */
    public Receiver next(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    /** Answers so from now on. */
    public Receiver usually(int status, String body) {
        usual = new Answer(status, body);
        return this;
    }

    /** Answers nothing any more. */
    public void hang() {
        hanging = true;
    }

    /** What came so far. */
    public List<Got> got() {
        return List.copyOf(got);
    }

    @Override
    public void close() {
        ended.countDown();
        server.stop(0);
    }
}
