package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.auth.Provider;
import dev.breakwater.testing.NpmCommand;
import dev.breakwater.testing.NpmPublication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How clients of npm get tokens: CI jobs by their identity, users from the one that an operator gave them. */
@Execution(ExecutionMode.CONCURRENT)
class NpmCredentialsTest {
    private static final String EXCHANGE = "/-/npm/v1/oidc/token/exchange/package/";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Provider provider = new Provider();
    private HttpServer identities;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        identities = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        identities.createContext("/keys", exchange -> send(exchange, provider.keySet()));
        identities.createContext("/job", this::job);
        identities.start();
        server = RunningServer.start(folder, """
                access:
                  anonymous: public
                  oidc:
                    - {name: ci, issuer: "%1$s", audience: "https://deps.test", jwks-url: "%1$s/keys",
                       more-audiences: ["npm:127.0.0.1"]}
                  rules:
                    - {who: ["ci:repo:acme/*"], may: [read, publish, delete], patterns: ["@acme/*"]}
                repositories:
                  a: {format: npm, upstreams: ['http://127.0.0.1:9']}
                  npm: {format: npm, upstreams: ['http://127.0.0.1:9'], private: [{pattern: '@acme/*', from: hosted}]}
                """.formatted(issuer()));
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        server.close();
        identities.stop(0);
    }

    private String issuer() {
        return "http://127.0.0.1:" + identities.getAddress().getPort();
    }

    private static void send(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What the CI gives to a job that asks for its token. */
    private void job(HttpExchange exchange) throws IOException {
        String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
        boolean right = "Bearer sesame".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String audience = query.substring(query.indexOf("audience=") + "audience=".length());
        send(exchange, right ? "{\"value\":\"" + identity("repo:acme/tool", audience, 300) + "\"}" : "{}");
    }

    private String identity(String subject, String audience, int seconds) {
        return provider.token(
                "ec",
                "\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"repository_visibility\":\"public\",\"exp\":%d"
                        .formatted(issuer(), audience, subject, Instant.now().getEpochSecond() + seconds));
    }

    private String identity(String subject) {
        return identity(subject, "npm:127.0.0.1", 300);
    }

    private HttpResponse<String> ask(String method, String path, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String send(String method, String path, String token, String body) throws Exception {
        HttpResponse<String> answer = ask(method, path, token, body);
        return answer.statusCode() + " " + answer.body();
    }

    private static String text(String name, String json) {
        Matcher member = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(member.find()).as(json).isTrue();
        return member.group(1);
    }

    private int publish(String name, String version, String token) throws Exception {
        String json = NpmPublication.of(name, version, "one").json();
        return ask("PUT", "/npm/" + name.replace("/", "%2f"), token, json).statusCode();
    }

    private String operatorsToken(String name, String may) throws Exception {
        Shell.Ran ran = Shell.run(
                Map.of(),
                Formats.of(Map.of()),
                "token",
                "create",
                name,
                "--may",
                may,
                "--config",
                server.file().toString(),
                "--data-dir",
                folder.resolve("data").toString());
        String token = ran.out().strip();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> send("GET", "/npm/-/whoami", token, "").startsWith("200 "));
        return token;
    }

    @Test
    void a_job_s_identity_is_exchanged_for_a_token_of_one_package() throws Exception {
        String identity = identity("repo:acme/tool");
        HttpResponse<String> answer = ask("POST", EXCHANGE + "@acme%2ftool", identity, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String token = text("token", answer.body());
        assertThat(token).startsWith("bw_");
        assertThat(Instant.parse(text("expires", answer.body())))
                .isBetween(Instant.now().plusSeconds(200), Instant.now().plusSeconds(360));
        assertThat(publish("@acme/tool", "1.0.0", token)).isEqualTo(201);
        assertThat(publish("@acme/other", "1.0.0", token)).isEqualTo(403);
        assertThat(publish("@acme/other", "1.0.0", identity))
                .as("what the job itself may")
                .isEqualTo(201);
        assertThat(send("GET", "/npm/@acme/tool", token, "")).startsWith("200 ").contains("ci:repo:acme/tool");
        assertThat(send("GET", "/npm/@acme/other", token, "")).startsWith("403 ");
        assertThat(send("DELETE", "/npm/@acme/tool/-rev/1-1", token, "")).startsWith("403 ");
        assertThat(send("POST", EXCHANGE + "@acme%2ftool", token, ""))
                .as("nothing is made of it")
                .startsWith("401 ");
        assertThat(send("POST", EXCHANGE + "@acme/new", identity, "{}"))
                .as("a first version")
                .startsWith("201 ");
    }

    @Test
    void an_exchange_is_refused_as_npm_reads_it() throws Exception {
        Map<String, String> wrong = Map.of(
                identity("repo:acme/tool", "npm:other.test", 300),
                "another audience",
                identity("repo:acme/tool", "npm:127.0.0.1", -300),
                "has expired",
                new Provider().token("ec", "\"iss\":\"" + issuer() + "\""),
                "not signed",
                operatorsToken("ops", "read,publish"),
                "identity provider",
                "",
                "authentication required");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            HttpResponse<String> answer = ask("POST", EXCHANGE + "@acme%2ftool", each.getKey(), "");
            assertThat(answer.statusCode()).as(each.getValue()).isEqualTo(401);
            assertThat(text("message", answer.body())).contains(each.getValue());
        }
        HttpResponse<String> stranger = ask("POST", EXCHANGE + "@acme%2ftool", identity("repo:evil/tool"), "");
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(text("message", stranger.body())).contains("not allowed");
        HttpResponse<String> unknown = ask("POST", EXCHANGE + "left-pad", identity("repo:acme/tool"), "");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(text("message", unknown.body())).startsWith("left-pad is not hosted here");
        assertThat(send("POST", EXCHANGE + "@acme", identity("repo:acme/tool"), ""))
                .startsWith("400 ");
        assertThat(send("GET", EXCHANGE + "@acme%2ftool", identity("repo:acme/tool"), ""))
                .startsWith("404 ");
    }

    @Test
    void the_real_npm_publishes_from_a_job_that_holds_no_secret() throws Exception {
        NpmCommand npm = NpmCommand.orSkip(folder.resolve("home")).registry(server.url() + "/npm/");
        Path tool = Files.createDirectories(folder.resolve("tool"));
        Files.writeString(tool.resolve("package.json"), "{\"name\":\"@acme/tool\",\"version\":\"1.0.0\"}");
        NpmCommand job = npm.variable("GITHUB_ACTIONS", "true")
                .variable("ACTIONS_ID_TOKEN_REQUEST_URL", issuer() + "/job?api-version=2.0")
                .variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "sesame");
        assertThat(job.variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "other")
                        .run(tool, "publish")
                        .output())
                .contains("ENEEDAUTH");
        NpmCommand.Ran published = job.run(tool, "publish");
        assertThat(published.output()).endsWith("+ @acme/tool@1.0.0\n");
        assertThat(send("GET", "/npm/@acme/tool", identity("repo:acme/tool"), ""))
                .contains("\"name\":\"ci:repo:acme/tool\"");
    }

    @Test
    void the_real_npm_lists_makes_and_revokes_tokens_of_one_s_own() throws Exception {
        String alice = operatorsToken("alice", "read,publish");
        String registry = server.url() + "/npm/";
        NpmCommand npm = NpmCommand.orSkip(folder.resolve("home"))
                .registry(registry)
                .with(registry.replaceFirst("^https?:", "") + ":_authToken", alice);
        NpmCommand.Ran made = npm.with("password", alice)
                .run(
                        folder,
                        "token",
                        "create",
                        "--name=laptop",
                        "--packages-and-scopes-permission=read-only",
                        "--expires=7");
        assertThat(made.exit()).as(made.output()).isZero();
        Matcher token = Pattern.compile("Created token (bw_\\S+)").matcher(made.output());
        assertThat(token.find()).as(made.output()).isTrue();
        String laptop = token.group(1);
        assertThat(publish("@acme/tool", "1.0.0", laptop)).isEqualTo(403);
        assertThat(publish("@acme/tool", "1.0.0", alice)).isEqualTo(201);
        assertThat(send("GET", "/npm/@acme/tool", laptop, "")).startsWith("200 ");

        String id = laptop.substring(3, 13);
        String list = npm.run(folder, "token", "list").output();
        assertThat(list).contains("bw_" + id, "name laptop", "name alice").doesNotContain(laptop, alice);
        assertThat(npm.run(folder, "token", "revoke", id).output()).contains("Removed 1 token");
        assertThat(send("GET", "/npm/@acme/tool", laptop, "")).startsWith("401 ");
        assertThat(npm.run(folder, "profile", "get", "name").output()).contains("alice");
    }

    @Test
    void a_token_is_made_only_by_its_holder_and_never_wider_than_ordered() throws Exception {
        String alice = operatorsToken("alice", "read,publish");
        String bob = operatorsToken("bob", "read");
        String tokens = "/npm/-/npm/v1/tokens";
        String order = "{\"name\":\"x\",\"password\":\"%s\"%s}";
        assertThat(send("POST", tokens, "", order.formatted(alice, ""))).startsWith("401 ");
        assertThat(send("POST", tokens, alice, order.formatted("guess", ""))).startsWith("401 ");
        assertThat(send("POST", tokens, alice, order.formatted(bob, "")))
                .startsWith("403 ")
                .contains("not the token of the user");
        assertThat(send("POST", tokens, identity("repo:acme/tool"), order.formatted(alice, "")))
                .startsWith("403 ")
                .contains("breakwater token create");
        for (String more : List.of(
                ",\"cidr_whitelist\":[\"10.0.0.0/8\"]",
                ",\"orgs\":[\"acme\"]",
                ",\"packages\":[\"*\"]",
                ",\"packages\":[{}]",
                ",\"scopes\":[\"@a/b\"]",
                ",\"expires\":0",
                ",\"expires\":\"soon\"",
                ",\"packages_and_scopes_permission\":\"no-access\"",
                ",\"name\":\"a\\u0007\"",
                "]")) {
            assertThat(send("POST", tokens, alice, order.formatted(alice, more)))
                    .as(more)
                    .startsWith("400 ");
        }
        assertThat(send("POST", tokens, alice, "[]")).startsWith("400 ");
        String child = text(
                "token",
                send("POST", tokens, alice, order.formatted(alice, ",\"packages\":[\"@acme/tool\"],\"scopes\":null")));
        assertThat(publish("@acme/tool", "1.0.0", child)).isEqualTo(201);
        assertThat(publish("@acme/other", "1.0.0", child)).isEqualTo(403);
        assertThat(send("GET", "/npm/-/whoami", child, "")).isEqualTo("200 {\"username\":\"alice\"}");
        assertThat(send("POST", tokens, child, order.formatted(child, ""))).startsWith("403 ");
        String sibling = text("token", send("POST", tokens, child, order.formatted(alice, "")));
        assertThat(send("POST", tokens, bob, order.formatted(bob, ""))).contains("\"readonly\":true");

        assertThat(send("GET", tokens, child, "")).contains("\"total\":1");
        assertThat(send("GET", tokens, alice, "")).contains("\"total\":3").doesNotContain(child, sibling, alice);
        assertThat(send("DELETE", tokens + "/token/" + child.substring(3, 13), bob, ""))
                .startsWith("404 ");
        assertThat(send("DELETE", tokens + "/token/" + child.substring(3, 13), sibling, ""))
                .startsWith("404 ");
        assertThat(send("DELETE", tokens + "/token/" + child, child, "")).startsWith("204 ");
        assertThat(send("GET", "/npm/-/whoami", child, "")).startsWith("401 ");
        assertThat(send("DELETE", tokens + "/token/" + alice.substring(3, 13), alice, ""))
                .startsWith("204 ");
        assertThat(send("GET", "/npm/-/whoami", sibling, "")).startsWith("401 ");
    }
}
