package dev.breakwater.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * All the code hosts of a small world, reached through a proxy that takes every name to one https server on loopback: so
 * the go command, git and the product go their real ways by real names, and nothing leaves the machine. Repositories are
 * served by git's own http-backend from {@code folder/<host>/<path>}; pages are what a test puts there.
 */
public final class GitHost implements AutoCloseable {
    /** The hosts there are. */
    public static final List<String> NAMES = List.of(
            "github.com",
            "bitbucket.org",
            "gopkg.in",
            "corpus.test",
            "git.corpus.test",
            "evil.test",
            "go.acme.test",
            "git.acme.test");

    private final Path folder;
    private final HttpsServer server;
    private final ServerSocket proxy;
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final Map<String, String> locks = new ConcurrentHashMap<>();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Queue<String> shown = new ConcurrentLinkedQueue<>();

    private GitHost(Path folder) throws IOException {
        this.folder = folder;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(Certificates.shared().server(false)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        proxy = new ServerSocket(0, 0, loopback);
        Thread.ofVirtual().start(this::accept);
    }

    /** Starts one; repositories lie below {@code folder}. */
    public static GitHost start(Path folder) throws IOException {
        return new GitHost(folder);
    }

    /** The proxy to all of it. */
    public URI proxy() {
        return URI.create("http://127.0.0.1:" + proxy.getLocalPort());
    }

    /** A repository, as in {@code github.com/corpus/simple}. */
    public GitRepo repository(String place) {
        return new GitRepo(folder.resolve(place));
    }

    /** The page at {@code place}, for whoever asks, with {@code ?go-get=1} or without. */
    public GitHost page(String place, String html) {
        pages.put(place, html);
        return this;
    }

    /** A page with one go-import tag. */
    public GitHost goImport(String place, String content) {
        return page(
                place,
                "<!DOCTYPE html>\n<html><head>\n<meta name=\"go-import\" content=\"" + content
                        + "\">\n</head><body>a page</body></html>\n");
    }

    /** Sends everybody who asks for something below {@code place} to {@code url}. */
    public GitHost redirect(String place, String url) {
        redirects.put(place, url);
        return this;
    }

    /** Lets nobody see what is at or below {@code place} but who shows {@code authorization}. */
    public GitHost lock(String place, String authorization) {
        locks.put(place, authorization);
        return this;
    }

    /** Every credential that came, behind the place it came to; what came to the proxy stands behind {@code proxy}. */
    public List<String> shown() {
        return List.copyOf(shown);
    }

    /** What was asked: method, host, path, query, and for git what was wanted. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** How many fetches of {@code place} there were. */
    public long fetches(String place) {
        return log.stream()
                .filter(l -> l.startsWith("POST " + place + "/git-upload-pack") && l.endsWith(" fetch"))
                .count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String host =
                String.valueOf(exchange.getRequestHeaders().getFirst("Host")).replaceAll(":.*", "");
        URI uri = exchange.getRequestURI();
        String place = host + uri.getPath().replaceAll("/$", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            String wants = wants(exchange, body);
            log.add(exchange.getRequestMethod() + " " + place + (uri.getQuery() == null ? "" : "?" + uri.getQuery())
                    + wants);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                shown.add(place + " " + authorization);
            }
            String redirected = redirected(place, uri);
            if (!mayEnter(place, authorization)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"repositories\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (redirected != null) {
                exchange.getResponseHeaders().set("Location", redirected);
                exchange.sendResponseHeaders(302, -1);
            } else if (place.endsWith("/info/refs") || place.endsWith("/git-upload-pack")) {
                git(exchange, place, body);
            } else {
                page(exchange, place);
            }
        } catch (IOException e) {
            log.add("broken: " + e);
        }
    }

    private boolean mayEnter(String place, @Nullable String authorization) {
        return locks.entrySet().stream()
                .filter(lock -> place.equals(lock.getKey()) || place.startsWith(lock.getKey() + "/"))
                .allMatch(lock -> lock.getValue().equals(authorization));
    }

    private @Nullable String redirected(String place, URI uri) {
        for (Map.Entry<String, String> redirect : redirects.entrySet()) {
            if (place.equals(redirect.getKey()) || place.startsWith(redirect.getKey() + "/")) {
                return redirect.getValue()
                        + place.substring(redirect.getKey().length())
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            }
        }
        return null;
    }

    private static String wants(HttpExchange exchange, byte[] body) throws IOException {
        byte[] plain = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes()
                : body;
        return new String(plain, StandardCharsets.ISO_8859_1).contains("command=fetch") ? " fetch" : "";
    }

    private void page(HttpExchange exchange, String place) throws IOException {
        String page = pages.get(place);
        boolean exists = page != null || Files.exists(folder.resolve(place).resolve("HEAD"));
        byte[] bytes =
                (page == null ? exists ? "a repository" : "nothing here" : page).getBytes(StandardCharsets.UTF_8);
        boolean html = page == null || page.startsWith("<");
        exchange.getResponseHeaders().set("Content-Type", (html ? "text/html" : "text/plain") + "; charset=utf-8");
        exchange.sendResponseHeaders(exists ? 200 : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void git(HttpExchange exchange, String place, byte[] body) throws IOException {
        Headers asked = exchange.getRequestHeaders();
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> all = builder.environment();
        all.put("GIT_PROJECT_ROOT", folder.toString());
        all.put("GIT_HTTP_EXPORT_ALL", "1");
        all.put("GIT_CONFIG_GLOBAL", "/dev/null");
        all.put("PATH_INFO", "/" + place);
        all.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()));
        all.put("REQUEST_METHOD", exchange.getRequestMethod());
        all.put("CONTENT_LENGTH", Integer.toString(body.length));
        put(all, "CONTENT_TYPE", asked.getFirst("Content-Type"));
        put(all, "HTTP_CONTENT_ENCODING", asked.getFirst("Content-Encoding"));
        put(all, "GIT_PROTOCOL", asked.getFirst("Git-Protocol"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Thread.ofVirtual().start(() -> {
            try (OutputStream out = process.getOutputStream()) {
                out.write(body);
            } catch (IOException e) {
                // it ended early
            }
        });
        try (InputStream in = process.getInputStream()) {
            int status = head(in, exchange.getResponseHeaders());
            exchange.sendResponseHeaders(status, 0);
            in.transferTo(exchange.getResponseBody());
        } finally {
            process.destroy();
        }
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }

    private static int head(InputStream in, Headers headers) throws IOException {
        int status = 200;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ", 2);
            if (parts[0].equals("Status")) {
                status = Integer.parseInt(parts[1].substring(0, 3));
            } else {
                headers.set(parts[0], parts[1]);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = proxy.accept();
                Thread.ofVirtual().start(() -> tunnel(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void tunnel(Socket client) {
        try (client;
                Socket inside = new Socket(
                        InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            client.setTcpNoDelay(true);
            inside.setTcpNoDelay(true);
            String asked = line(client.getInputStream());
            for (String head = line(client.getInputStream()); !head.isEmpty(); head = line(client.getInputStream())) {
                if (head.toLowerCase(Locale.ROOT).contains("authorization")) {
                    shown.add("proxy " + head);
                }
            }
            String name = asked.replaceAll("^CONNECT |:443 HTTP/.*$", "");
            log.add("CONNECT " + name);
            boolean known = NAMES.contains(name);
            String reply = known ? "HTTP/1.1 200 OK\r\n\r\n" : "HTTP/1.1 502 Bad Gateway\r\n\r\n";
            client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            if (!known) {
                return;
            }
            Thread back = Thread.ofVirtual().start(() -> pipe(inside, client));
            pipe(client, inside);
            back.join();
        } catch (IOException | InterruptedException e) {
            // one of them went away
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of them went away
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.stop(0);
    }
}
