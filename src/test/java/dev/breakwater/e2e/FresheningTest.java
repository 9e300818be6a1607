package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New versions are known, and where that is wanted held, before anybody asks. Lists are current for a year here. */
class FresheningTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TOLD = "told.test/m";
    private static final String BELOW = "told.test/m/v2";
    private static final String WARM = "warm.test/m";
    private static final String FED = "fed.test/m";

    private static final Corpus CORPUS = Corpora.small(1, 1);
    private static final Queue<String> FEED = new ConcurrentLinkedQueue<>();
    private static final Queue<String> FEED_ASKED = new ConcurrentLinkedQueue<>();
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    private static Mirror mirror;
    private static HttpServer feed;
    private static RunningServer server;
    private static String admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        for (String module : List.of(TOLD, WARM, FED)) {
            publish(module, "v1.0.0");
        }
        publish(BELOW, "v2.0.0");
        mirror = Mirror.serving(CORPUS);
        feed = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        feed.createContext("/index", exchange -> {
            FEED_ASKED.add(String.valueOf(exchange.getRequestURI().getQuery()));
            byte[] page = String.join("\n", FEED).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        feed.start();
        admin = new Users(folder.resolve("data")).token("boss", Set.of(Permission.ADMIN));
        server = RunningServer.start(
                folder,
                """
                hooks: {github-secret: hush}
                repositories:
                  go:
                    checksum-databases: []
                    fresh: 365d
                    upstreams: [{name: m, url: '%s'}]
                    warm: {modules: [%s], every: 10m, index-feed: 'http://127.0.0.1:%d/index'}
                """.formatted(mirror.url(), WARM, feed.getAddress().getPort()),
                0,
                () -> Instant.now().plus(AHEAD.get()));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        mirror.close();
        feed.stop(0);
    }

    private static void publish(String module, String version) {
        CORPUS.publish(module, version, Map.of("go.mod", "module " + module + "\n", "a.go", "package a\n"));
    }

    private static String list(String module) throws Exception {
        return get(module + "/@v/list").text();
    }

    private static RawHttp.Got get(String path, String... headers) throws Exception {
        return RawHttp.get(server.url() + "/go/" + path, Duration.ofSeconds(20), headers);
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/-/api/v1" + path))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whoever_may_administer_and_a_code_host_that_proves_itself_have_a_module_asked_anew() throws Exception {
        CORPUS.query(TOLD, "main", "v1.0.0");
        assertThat(list(TOLD)).isEqualTo("v1.0.0\n");
        assertThat(list(BELOW)).isEqualTo("v2.0.0\n");
        assertThat(get(TOLD + "/@v/main.info").text()).contains("v1.0.0");
        publish(TOLD, "v1.1.0");
        assertThat(list(TOLD)).isEqualTo("v1.0.0\n");

        String order = "{\"repository\": \"go\", \"module\": \"" + TOLD + "\"}";
        assertThat(post("/refresh", order).statusCode()).isEqualTo(401);
        HttpResponse<String> told = post("/refresh", order, "authorization", "Bearer " + admin);
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        await().until(() -> list(TOLD).equals("v1.0.0\nv1.1.0\n"));
        assertThat(post("/refresh", order.replace("go", "none"), "authorization", "Bearer " + admin)
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("/refresh", order.replace(TOLD, "No/Module"), "authorization", "Bearer " + admin)
                        .statusCode())
                .isEqualTo(422);

        publish(TOLD, "v1.2.0");
        publish(BELOW, "v2.1.0");
        CORPUS.query(TOLD, "main", "v1.2.0");
        String push = "{\"repository\": {\"html_url\": \"https://told.test/m\"}, \"padding\": \"" + "x".repeat(100_000)
                + "\"}";
        assertThat(post("/hooks/github", push, "x-github-event", "push", "x-hub-signature-256", signature(push + " "))
                        .statusCode())
                .isEqualTo(403);
        assertThat(list(TOLD)).isEqualTo("v1.0.0\nv1.1.0\n");
        HttpResponse<String> pushed =
                post("/hooks/github", push, "x-github-event", "push", "x-hub-signature-256", signature(push));
        assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(200);
        assertThat(pushed.body()).contains("\"modules\":[\"" + TOLD + "\",\"" + BELOW + "\"]");
        await().until(() -> list(TOLD).contains("v1.2.0") && list(BELOW).contains("v2.1.0"));
        await().until(() -> get(TOLD + "/@v/main.info").text().contains("v1.2.0"));
        assertThat(post("/hooks/gitlab", push, "x-gitlab-token", "hush").body()).contains("hooks.gitlab-secret");
        assertThat(post("/hooks/nobody", push).statusCode()).isEqualTo(404);
        for (int i = 0; i < 8; i++) {
            assertThat(post("/hooks/github", push, "x-github-event", "push", "x-hub-signature-256", signature(push + i))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(post("/hooks/github", push, "x-github-event", "push", "x-hub-signature-256", signature(push))
                        .statusCode())
                .as("a right one among wrong ones from the same address")
                .isEqualTo(200);
        int last = 0;
        for (int i = 0; i < 8; i++) {
            last = post("/hooks/gitlab", push, "x-gitlab-event", "Push Hook", "x-gitlab-token", "guess" + i)
                    .statusCode();
        }
        assertThat(last).as("whoever guesses").isEqualTo(429);
    }

    @Test
    void new_versions_of_what_is_kept_warm_are_held_and_what_a_feed_tells_of_is_known() throws Exception {
        await().until(() ->
                get(WARM + "/@v/v1.0.0.zip", "Disable-Module-Fetch: true").status() == 200);
        assertThat(list(FED)).isEqualTo("v1.0.0\n");
        publish(WARM, "v1.1.0");
        publish(FED, "v1.1.0");
        publish("strange.test/m", "v1.0.0");
        Instant now = Instant.now();
        FEED.add("{\"Path\":\"strange.test/m\",\"Version\":\"v1.0.0\",\"Timestamp\":\"" + now.plusSeconds(1) + "\"}");
        FEED.add("{\"Path\":\"" + FED + "\",\"Version\":\"v1.1.0\",\"Timestamp\":\"" + now.plusSeconds(2) + "\"}");
        AHEAD.set(Duration.ofMinutes(11));
        await().until(() ->
                get(WARM + "/@v/v1.1.0.zip", "Disable-Module-Fetch: true").status() == 200);
        await().until(() -> list(FED).equals("v1.0.0\nv1.1.0\n"));
        assertThat(mirror.log().counts().keySet()).noneMatch(path -> path.contains("strange.test"));
        AHEAD.set(Duration.ofMinutes(13));
        await().until(() -> FEED_ASKED.contains("since=" + now.plusSeconds(2)));
    }
}
