package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Caddy with TLS in front, set up as its documentation has it: reverse_proxy and nothing else. */
class CaddyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Process caddy;

    private String before(String address) throws IOException {
        Path program = Stream.of("/usr/bin/caddy", "/usr/local/bin/caddy")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            System.err.println("SKIPPED: no Caddy is installed, so nothing is tried behind one");
        }
        Assumptions.assumeTrue(program != null, "no Caddy");
        int port = Ports.free();
        Path file = Files.writeString(folder.resolve("Caddyfile"), """
                {
                  admin off
                  auto_https disable_redirects
                  storage file_system %s
                }
                https://localhost:%d {
                  bind 127.0.0.1
                  tls %s %s
                  reverse_proxy %s
                }
                """.formatted(
                        folder.resolve("caddy"),
                        port,
                        Certificates.shared().chain(),
                        Certificates.shared().key(),
                        address));
        ProcessBuilder builder = new ProcessBuilder(
                        String.valueOf(program), "run", "--config", file.toString(), "--adapter", "caddyfile")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("caddy.log").toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        caddy = builder.start();
        await().atMost(PATIENCE).until(() -> {
            try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return connected.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return "https://localhost:" + port;
    }

    @AfterEach
    void stop() throws InterruptedException {
        Process running = caddy;
        if (running != null) {
            running.destroy();
            running.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private static HttpResponse<String> get(HttpClient http, String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void stranger_behind_caddy_with_tls_is_not_local_whatever_it_sends() throws Exception {
        Corpus corpus = Corpora.big(1, 1_000, 5).publish("secret.test/lib", "v1.0.0", Map.of("a.go", "package a\n"));
        String secret = "/go/secret.test/lib/@v/v1.0.0.mod";
        try (Mirror mirror = Mirror.serving(corpus);
                RunningServer server = RunningServer.start(
                        folder,
                        "repositories: {go: {checksum-databases: [], upstreams: [{name: own, url: '" + mirror.url()
                                + "'}], private: [{pattern: 'secret.test/*', from: own}]}}\n");
                HttpClient http = HttpClient.newBuilder()
                        .sslContext(Certificates.shared().client())
                        .build()) {
            String through = before(URI.create(server.url()).getAuthority());
            assertThat(get(http, server.url() + secret).statusCode()).isEqualTo(200);
            assertThat(get(http, through + "/go/big.test/m0/@v/v1.0.0.mod").statusCode())
                    .isEqualTo(200);
            for (String[] headers : new String[][] {
                {}, {"X-Forwarded-For", "127.0.0.1"}, {"Forwarded", "for=127.0.0.1"}, {"X-Real-IP", "127.0.0.1"}
            }) {
                assertThat(get(http, through + secret, headers).statusCode())
                        .as(String.join(": ", headers))
                        .isEqualTo(403);
            }
            assertThat(get(http, through + "/-/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pages_behind_caddy_tell_the_https_address() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.big(1, 1_000, 5));
                RunningServer server = RunningServer.start(
                        folder,
                        "access: {anonymous: everything}\n"
                                + "repositories: {go: {checksum-databases: [], upstreams: ['" + mirror.url()
                                + "']}}\n");
                HttpClient http = HttpClient.newBuilder()
                        .sslContext(Certificates.shared().client())
                        .build()) {
            String through = before(URI.create(server.url()).getAuthority());
            HttpResponse<String> setup = get(http, through + "/-/console/setup", "Accept", "text/html");
            assertThat(setup.statusCode()).isEqualTo(200);
            assertThat(setup.body()).contains("GOPROXY=" + through + "/go");
        }
    }
}
