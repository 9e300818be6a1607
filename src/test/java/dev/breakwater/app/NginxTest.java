package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** packaging/nginx.conf in a real nginx. Of it only addresses are changed, and where a test may write. */
class NginxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Process nginx;

    /** Starts it before {@code address}; the port it listens on. */
    private int before(String address) throws IOException {
        return before(address, false, "");
    }

    /** The same over TLS or not, with {@code more} in its server. */
    private int before(String address, boolean tls, String more) throws IOException {
        Path program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            System.err.println("SKIPPED: no nginx is installed, so packaging/nginx.conf is not tried");
        }
        Assumptions.assumeTrue(program != null, "no nginx");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String listen = tls
                ? "listen 127.0.0.1:" + port + " ssl; ssl_certificate "
                        + Certificates.shared().chain() + "; ssl_certificate_key "
                        + Certificates.shared().key() + ";"
                : "listen 127.0.0.1:" + port + ";";
        String configuration = Files.readString(Path.of("packaging/nginx.conf"))
                .replace("server breakwater:8080;", "server " + address + ";")
                .replace("listen 80;", listen + more)
                .replace("http {\n", "http {\n" + writable());
        assertThat(configuration).contains(address, "127.0.0.1:" + port, "client_body_temp_path");
        Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
        nginx = new ProcessBuilder(
                        String.valueOf(program),
                        "-p",
                        folder.toString(),
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-c",
                        file.toString(),
                        "-g",
                        "daemon off; pid " + folder.resolve("pid") + ";")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> {
            try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return connected.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return port;
    }

    private String writable() {
        StringBuilder paths = new StringBuilder();
        for (String each : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            paths.append(each + "_temp_path " + folder.resolve(each) + ";\n");
        }
        return paths.toString();
    }

    @AfterEach
    void stop() throws InterruptedException {
        Process running = nginx;
        if (running != null) {
            running.destroy(); // SIGTERM: its workers end with it
            running.waitFor(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void ranges_large_files_and_names_pass_through_as_they_are() throws Exception {
        Corpus corpus = Corpora.big(1, 3_000_000, 5)
                .publish("caps.test/!Cap", "v1.0.0", java.util.Map.of("a.go", "package a\n"));
        byte[] zip = corpus.releases("big.test/m0").getFirst().zip().bytes();
        try (Mirror mirror = Mirror.serving(corpus);
                RunningServer server = RunningServer.start(
                        folder,
                        "repositories: {go: {checksum-databases: [], upstreams: ['" + mirror.url() + "']}}\n")) {
            URI here = URI.create(
                    "http://127.0.0.1:" + before(URI.create(server.url()).getAuthority()));
            String path = "/go/big.test/m0/@v/v1.0.0.zip";
            assertThat(RawHttp.get(here + path, PATIENCE).body()).isEqualTo(zip);
            try (RawHttp http = RawHttp.connect(here, PATIENCE)) {
                RawHttp.Got part = http.ask("GET", path, "Range: bytes=1000000-1000099");
                assertThat(part.status()).isEqualTo(206);
                assertThat(part.header("content-range")).isEqualTo("bytes 1000000-1000099/" + zip.length);
                assertThat(part.body()).isEqualTo(Arrays.copyOfRange(zip, 1_000_000, 1_000_100));
            }
            RawHttp.Got absent = RawHttp.get(here + "/go/big.test/m0/@v/feature%2Fx.info", PATIENCE);
            assertThat(absent.text()).as("the path as it was sent").contains("feature");
            assertThat(absent.status()).isEqualTo(404);
        }
    }

    /** What is sent is seen at the other end before there is more of it: nothing is gathered on the way. */
    @Test
    void events_and_uploads_arrive_while_they_are_sent() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch uploading = new CountDownLatch(1);
        HttpServer behind = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        behind.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        behind.createContext("/events", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write("data: first\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            out.write(("data: " + awaited(seen) + "\n\n").getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        behind.createContext("/upload", exchange -> {
            exchange.getRequestBody().readNBytes(1000);
            uploading.countDown();
            long rest = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            byte[] said = String.valueOf(1000 + rest).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(201, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        behind.start();
        try {
            int port = before("127.0.0.1:" + behind.getAddress().getPort());
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.setSoTimeout(60_000);
                send(client, "GET /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                read(lines, "data: first");
                seen.countDown();
                read(lines, "data: true");
            }
            int size = 3_000_000; // more than nginx takes by itself
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.setSoTimeout(60_000);
                send(
                        client,
                        "PUT /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + size + "\r\n\r\n");
                client.getOutputStream().write(new byte[100_000]);
                assertThat(awaited(uploading)).as("begun before all was sent").isTrue();
                client.getOutputStream().write(new byte[size - 100_000]);
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 201 ")
                        .contains(String.valueOf(size));
            }
        } finally {
            behind.stop(0);
        }
    }

    private static HttpResponse<String> get(HttpClient http, String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Without an access block, on loopback: this machine reads everything, whoever comes through nginx what is public. */
    @Test
    void stranger_behind_nginx_with_tls_is_not_local_whatever_it_sends() throws Exception {
        Corpus corpus =
                Corpora.big(1, 1_000, 5).publish("secret.test/lib", "v1.0.0", java.util.Map.of("a.go", "package a\n"));
        String secret = "/go/secret.test/lib/@v/v1.0.0.mod";
        try (Mirror mirror = Mirror.serving(corpus);
                RunningServer server = RunningServer.start(
                        folder,
                        "repositories: {go: {checksum-databases: [], upstreams: [{name: own, url: '" + mirror.url()
                                + "'}], private: [{pattern: 'secret.test/*', from: own}]}}\n");
                HttpClient http = HttpClient.newBuilder()
                        .sslContext(Certificates.shared().client())
                        .build()) {
            int port = before(URI.create(server.url()).getAuthority(), true, "");
            String through = "https://localhost:" + port;
            assertThat(get(http, server.url() + secret).statusCode()).isEqualTo(200);
            assertThat(get(http, through + "/go/big.test/m0/@v/v1.0.0.mod").statusCode())
                    .isEqualTo(200);
            for (String[] headers : new String[][] {
                {},
                {"X-Forwarded-For", "127.0.0.1"},
                {"Forwarded", "for=127.0.0.1"},
                {"X-Real-IP", "127.0.0.1"},
                {"X-Forwarded-Host", "localhost"}
            }) {
                assertThat(get(http, through + secret, headers).statusCode())
                        .as(String.join(": ", headers))
                        .isEqualTo(403);
            }
            // the pages are for the operator then, and nginx hands on the host that came
            assertThat(get(http, through + "/", "Accept", "text/html").statusCode())
                    .isEqualTo(401);
            assertThat(get(http, through + "/-/live").statusCode()).isEqualTo(200);
            assertThat(get(http, server.url() + secret).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void console_works_below_a_prefix_behind_nginx_with_tls() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.big(1, 1_000, 5));
                RunningServer server = RunningServer.start(
                        folder,
                        "access: {anonymous: everything}\ntrusted-proxies: {forwarded-prefix: true}\n"
                                + "repositories: {go: {checksum-databases: [], upstreams: ['" + mirror.url()
                                + "']}}\n");
                HttpClient http = HttpClient.newBuilder()
                        .sslContext(Certificates.shared().client())
                        .build()) {
            String address = URI.create(server.url()).getAuthority();
            int port = before(
                    address,
                    true,
                    "if ($request_uri ~ \"^/deps(?<rest>/.*)$\") { set $below yes; }\n"
                            + "location /deps/ { proxy_pass http://" + address
                            + "$rest; proxy_set_header Host $http_host;"
                            + " proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;"
                            + " proxy_set_header X-Forwarded-Prefix /deps; proxy_set_header Forwarded ''; }\n");
            URI first = URI.create("https://localhost:" + port + "/deps/");
            Set<URI> seen = new HashSet<>();
            Deque<URI> next = new ArrayDeque<>(List.of(first));
            while (!next.isEmpty()) {
                URI page = next.remove();
                HttpResponse<String> got = get(http, page.toString(), "Accept", "text/html");
                assertThat(got.statusCode()).as(page.toString()).isEqualTo(200);
                Matcher link =
                        Pattern.compile("(href|src|action)=\"([^\"#]+)\"").matcher(got.body());
                while (got.headers().firstValue("content-type").orElse("").startsWith("text/html") && link.find()) {
                    URI to = page.resolve(link.group(2).replace("&amp;", "&"));
                    assertThat(to.toString()).as(page + " links to").startsWith(first.toString());
                    if (!link.group(1).equals("action") && seen.add(to)) {
                        next.add(to);
                    }
                }
            }
            assertThat(seen).hasSizeGreaterThan(10);
            String setup =
                    get(http, first + "-/console/setup", "Accept", "text/html").body();
            assertThat(setup).contains("https://localhost:" + port + "/deps/go");
            HttpResponse<String> query = get(http, first + "go/big.test/m0/@v/feature%2Fx.info");
            assertThat(query.statusCode()).isEqualTo(404);
            assertThat(query.body()).as("the path as it was sent").contains("feature");
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void read(BufferedReader lines, String wanted) throws IOException {
        for (String line = lines.readLine(); ; line = lines.readLine()) {
            assertThat(line).as("before " + wanted).isNotNull();
            if (line.equals(wanted)) {
                return;
            }
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
    }
}
