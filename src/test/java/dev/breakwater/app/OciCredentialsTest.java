package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.auth.Provider;
import java.io.IOException;
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
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How clients of images authenticate: as distribution's token authentication specification has it. */
@Execution(ExecutionMode.CONCURRENT)
class OciCredentialsTest {
    private static final String LIST = "/v2/team/app/tags/list";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/v2/team/app/tags/list", OciCredentialsTest::tags);
        registry.start();
    }

    @AfterEach
    void stop() {
        http.close();
        registry.stop(0);
    }

    private static void tags(HttpExchange exchange) throws IOException {
        byte[] body = "{\"name\":\"team/app\",\"tags\":[\"v1\"]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private RunningServer server(String anonymous) throws Exception {
        return RunningServer.start(
                folder, """
                access: {anonymous: %s}
                repositories:
                  hub: {format: oci, upstreams: ['http://127.0.0.1:%d']}
                """.formatted(anonymous, registry.getAddress().getPort()));
    }

    /** A token, once the server knows it. */
    private String token(RunningServer server) {
        String token = server.token("ci", "read");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(server, "/v2/", "").statusCode() == 401);
        return token;
    }

    private HttpResponse<String> get(RunningServer server, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("anyone:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElse("");
    }

    private static String told(String json) {
        Matcher token = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(json);
        assertThat(token.find()).as(json).isTrue();
        return token.group(1);
    }

    @Test
    void a_server_that_knows_no_caller_demands_no_token() throws Exception {
        try (RunningServer server = server("everything")) {
            HttpResponse<String> api = get(server, "/v2/", "");
            assertThat(api.statusCode()).isEqualTo(200);
            assertThat(api.body()).isEqualTo("{}");
            assertThat(api.headers().firstValue("Docker-Distribution-Api-Version"))
                    .contains("registry/2.0");
            assertThat(get(server, LIST, "").body()).contains("\"v1\"");
        }
    }

    @Test
    void clients_without_credentials_get_a_token_and_read_what_all_may_read() throws Exception {
        try (RunningServer server = server("public")) {
            token(server);
            HttpResponse<String> api = get(server, "/v2/", "");
            assertThat(api.statusCode()).isEqualTo(401);
            assertThat(api.body()).contains("\"code\":\"UNAUTHORIZED\"");
            assertThat(challenge(api))
                    .isEqualTo("Bearer realm=\"" + server.url() + "/v2/token\",service=\""
                            + URI.create(server.url()).getAuthority() + "\"");
            String anonymous = told(get(server, "/v2/token?service=x&scope=repository:team/app:pull", "")
                    .body());
            assertThat(get(server, "/v2/", "Bearer " + anonymous).statusCode()).isEqualTo(200);
            assertThat(get(server, LIST, "Bearer " + anonymous).statusCode()).isEqualTo(200);
            assertThat(get(server, LIST, "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_private_image_demands_a_token_whether_it_exists_or_not() throws Exception {
        try (RunningServer server = RunningServer.start(folder, """
                access: {anonymous: public}
                repositories:
                  team: {format: oci, hosted: true}
                """)) {
            String password = token(server);
            String anonymous = told(
                    get(server, "/v2/token?scope=repository:team/app:pull", "").body());
            for (String path : List.of("tags/list", "manifests/v1", "blobs/sha256:" + "0".repeat(64))) {
                HttpResponse<String> asked = get(server, "/v2/team/app/" + path, "");
                assertThat(asked.statusCode()).as(path).isEqualTo(401);
                assertThat(challenge(asked)).startsWith("Bearer realm=\"" + server.url() + "/v2/token\"");
                assertThat(get(server, "/v2/team/app/" + path, "Bearer " + anonymous)
                                .statusCode())
                        .as("with a token that grants nothing: " + path)
                        .isEqualTo(403);
                String granted = told(get(server, "/v2/token", basic(password)).body());
                assertThat(get(server, "/v2/team/app/" + path, "Bearer " + granted)
                                .statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void credentials_that_can_t_be_checked_now_are_not_called_wrong() throws Exception {
        String issuer = "http://127.0.0.1:9";
        String job = new Provider()
                .token(
                        "ec",
                        "\"iss\":\"%s\",\"aud\":\"x\",\"sub\":\"job\",\"exp\":%d"
                                .formatted(issuer, Instant.now().getEpochSecond() + 300));
        try (RunningServer server = RunningServer.start(folder, """
                access:
                  anonymous: everything
                  oidc: [{name: ci, issuer: "%1$s", audience: x, jwks-url: "%1$s/keys"}]
                repositories:
                  hub: {format: oci, upstreams: ['http://127.0.0.1:9']}
                """.formatted(issuer))) {
            HttpResponse<String> token = get(server, "/v2/token", basic(job));
            assertThat(token.statusCode()).isEqualTo(503);
            assertThat(token.headers().firstValue("Retry-After")).isPresent();
            assertThat(get(server, "/v2/", "Bearer " + job).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void a_password_is_exchanged_for_a_token_with_its_rights() throws Exception {
        try (RunningServer server = server("nothing")) {
            String password = token(server);
            HttpResponse<String> refused = get(server, LIST, "");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(challenge(refused)).contains("scope=\"repository:team/app:pull\"");
            HttpResponse<String> answer = get(server, "/v2/token", basic(password));
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(get(server, LIST, "Bearer " + told(answer.body())).statusCode())
                    .isEqualTo(200);
            assertThat(get(server, LIST, "Bearer anonymous").statusCode()).isEqualTo(401);
            assertThat(get(server, "/v2/token", basic("wrong")).statusCode()).isEqualTo(401);
            assertThat(get(server, "/v2/", basic("wrong")).statusCode()).isEqualTo(401);
            assertThat(get(server, "/v2/", basic(password)).statusCode()).isEqualTo(200);
        }
    }
}
