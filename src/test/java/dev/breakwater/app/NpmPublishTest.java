package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.NpmCommand;
import dev.breakwater.testing.NpmPublication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Packages that are published here, through the whole server: by HTTP, and by the real npm. */
@Execution(ExecutionMode.CONCURRENT)
class NpmPublishTest {
    @TempDir
    private Path folder = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();
    private ContractUpstream upstream;
    private RunningServer server;
    private String publisher = "";
    private String reader = "";

    @BeforeEach
    void start() throws Exception {
        upstream = new ContractUpstream();
        server = RunningServer.start(folder, """
                access: {anonymous: public}
                repositories:
                  npm:
                    format: npm
                    upstreams: ['%s']
                    private: [{pattern: '@acme/*', from: hosted}]
                """.formatted(upstream.url()));
        publisher = server.token("ci", "read,publish,delete");
        reader = server.token("reader", "read");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> send("GET", "-/whoami", reader, "").equals("200 {\"username\":\"reader\"}"));
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        server.close();
        upstream.close();
    }

    private HttpResponse<String> ask(String method, String path, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/npm/" + path))
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

    @Test
    void a_name_is_one_package_in_every_spelling_and_only_with_permission() throws Exception {
        String json = NpmPublication.of("@acme/tool", "1.0.0", "one").json();
        assertThat(send("PUT", "@acme%2ftool", "", json)).startsWith("401 ");
        assertThat(send("PUT", "@acme%2ftool", reader, json)).startsWith("403 {\"error\":\"You are not allowed");
        assertThat(send("PUT", "tool", publisher, json)).startsWith("403 ").contains("from: hosted");
        for (String spelling : new String[] {"@acme%2ftool", "@acme%2Ftool", "%40acme%2ftool", "@acme/tool"}) {
            assertThat(send("PUT", spelling, publisher, json))
                    .startsWith("201 ")
                    .contains("\"rev\":\"1-");
            assertThat(send("GET", spelling, reader, "")).startsWith("200 ").contains("\"1.0.0\"");
            assertThat(send("GET", spelling, "", "")).startsWith("403 ");
        }
        assertThat(send("GET", "@acme/tool/-/tool-1.0.0.tgz", reader, "")).startsWith("200 ");
        assertThat(send("GET", "@acme/tool/latest", reader, "")).contains("\"version\":\"1.0.0\"");
        assertThat(send("GET", "@acme/none", reader, ""))
                .startsWith("404 ")
                .contains("@acme/none is not published here");
        assertThat(send("DELETE", "@acme/tool/-rev/1-1", reader, "")).startsWith("403 ");
        HttpResponse<String> write = ask("GET", "@acme%2ftool?write=true", reader, "");
        assertThat(write.body()).contains("\"_rev\":\"1-").doesNotContain("_unpublished");
        assertThat(write.headers().firstValue("Cache-Control")).contains("no-store");
        HttpResponse<String> document = ask("GET", "@acme%2ftool", reader, "");
        assertThat(document.headers().firstValue("Cache-Control").orElse("")).contains("private");
        assertThat(document.headers().firstValue("X-Breakwater").orElse("")).startsWith("hit");
        assertThat(upstream.asked).as("an own name goes nowhere").isEmpty();
    }

    @Test
    void a_login_checks_a_token_and_hands_it_back() throws Exception {
        assertThat(send("POST", "-/v1/login", "", "{}")).startsWith("404 {\"error\":");
        String user = "-/user/org.couchdb.user:alice";
        assertThat(send("PUT", user, "", "{\"name\":\"alice\",\"password\":\"guess\"}"))
                .startsWith("401 {\"error\":")
                .contains("with a token of this server as the password");
        assertThat(send("PUT", user, "", "{\"name\":\"alice\",\"password\":\"" + reader + "\"}"))
                .startsWith("201 ")
                .contains("\"token\":\"" + reader + "\"");
        assertThat(send("PUT", user, "", "[")).startsWith("400 ");
        assertThat(send("GET", "-/whoami", "", "")).startsWith("401 ");
        assertThat(send("GET", "-/npm/v1/user", reader, "")).startsWith("200 ").contains("\"name\":\"reader\"");
        HttpResponse<String> logout = ask("DELETE", "-/user/token/" + reader, reader, "");
        assertThat(logout.statusCode()).isEqualTo(200);
        assertThat(logout.headers().firstValue("npm-notice").orElse("")).contains("was not revoked");
        assertThat(send("GET", "-/whoami", reader, "")).startsWith("200 ");
        assertThat(send("GET", "-/ping", "", "")).isEqualTo("200 {}");
    }

    @Test
    void a_client_with_a_revoked_token_logs_out_and_in_again() throws Exception {
        String user = "-/user/org.couchdb.user:alice";
        String login = "{\"name\":\"alice\",\"password\":\"%s\"}";
        String revoked = reader.substring(0, reader.length() - 4) + "0000";
        assertThat(send("GET", "-/whoami", revoked, "")).startsWith("401 ");
        assertThat(send("POST", "-/v1/login", revoked, "{}")).startsWith("404 ").contains("no login page");
        assertThat(send("PUT", user, revoked, login.formatted(reader)))
                .startsWith("201 ")
                .contains("\"token\":\"" + reader + "\"");
        assertThat(send("DELETE", "-/user/token/" + revoked, revoked, "")).startsWith("200 ");
        assertThat(send("PUT", user, revoked, login.formatted(revoked))).startsWith("401 ");
        assertThat(send("PUT", "@acme%2ftool", revoked, "{}")).startsWith("401 ");
    }

    @Test
    void wrong_passwords_are_counted_whatever_the_header_says() throws Exception {
        String user = "-/user/org.couchdb.user:alice";
        String last = "";
        for (int i = 0; i < 8; i++) {
            last = send("PUT", user, reader, "{\"name\":\"alice\",\"password\":\"guess" + i + "\"}");
        }
        assertThat(last).startsWith("503 ").contains("too many wrong credentials");
        assertThat(send("PUT", user, "other", "{\"name\":\"alice\",\"password\":\"" + reader + "\"}"))
                .as("a token that is known already is no guess")
                .startsWith("201 ");
    }

    @Test
    void the_servers_own_key_stands_among_the_keys_and_survives_a_restart() throws Exception {
        String keys = send("GET", "-/npm/v1/keys", "", "");
        assertThat(keys)
                .contains("SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U")
                .containsPattern("\"expires\":null,\"keyid\":\"SHA256:[^\"]{43}\"[^}]*}]}$");
        Path file = folder.resolve("data/npm/signing-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        server.close();
        server = RunningServer.start(folder, Files.readString(server.file()));
        assertThat(send("GET", "-/npm/v1/keys", "", "")).isEqualTo(keys);
    }

    /** The names that a search finds, in order. */
    private List<String> found(String query, String token) throws Exception {
        String answer = send("GET", "-/v1/search?" + query, token, "");
        assertThat(answer).startsWith("200 ");
        return Pattern.compile("\"name\":\"([^\"]+)\"")
                .matcher(answer)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private void publish(String name, String version, String description) throws Exception {
        NpmPublication sent = NpmPublication.of(name, version, "one").with("\"description\":\"" + description + "\"");
        assertThat(send("PUT", name, publisher, sent.json())).startsWith("201 ");
    }

    @Test
    void a_search_shows_published_packages_first_to_those_who_may_read_them() throws Exception {
        upstream.put("/-/v1/search", "application/json", """
                {"objects":[{"package":{"name":"tool-kit"}},{"package":{"name":"@acme/fake"}}],"total":2}""".getBytes(StandardCharsets.UTF_8));
        assertThat(found("text=Hammer", reader)).containsExactly("tool-kit");
        publish("@acme/tool", "1.0.0", "a HAMMER");
        publish("@acme/hammer", "1.0.0", "");
        publish("@acme/nail", "1.0.0", "of steel");
        assertThat(found("text=Hammer", reader)).containsExactly("@acme/hammer", "@acme/tool", "tool-kit");
        assertThat(found("text=Hammer", "")).containsExactly("tool-kit");
        assertThat(upstream.asked).containsOnly("/-/v1/search?text=Hammer", "/-/v1/search?from=0&size=18&text=Hammer");
        assertThat(found("text=hammer&from=1&size=1", reader)).containsExactly("@acme/tool");
        assertThat(found("text=hammer&from=2&size=1", reader)).containsExactly("tool-kit");

        upstream.asked.clear();
        String some = server.token("some", "read", "@acme/nail");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(found("text=%40acme", some)).containsExactly("@acme/nail"));
        assertThat(found("text=acme%20hammer", reader)).containsExactly("@acme/hammer", "@acme/tool");
        assertThat(upstream.asked).as("an own name goes nowhere").isEmpty();
    }

    @Test
    void a_search_follows_what_is_published_and_unpublished_and_survives_a_restart() throws Exception {
        publish("@acme/tool", "1.0.0", "a hammer");
        assertThat(send("GET", "-/v1/search?text=acme", reader, ""))
                .contains("\"version\":\"1.0.0\"")
                .contains("\"description\":\"a hammer\"")
                .contains("\"total\":1");
        publish("@acme/tool", "1.1.0", "a nail");
        assertThat(send("GET", "-/v1/search?text=acme", reader, ""))
                .contains("\"version\":\"1.1.0\"")
                .contains("\"description\":\"a nail\"");
        upstream.dark(true);
        HttpResponse<String> partly = ask("GET", "-/v1/search?text=nail", reader, "");
        assertThat(partly.body()).contains("@acme/tool");
        assertThat(partly.headers().firstValue("npm-notice").orElse("")).contains("no upstream answered");
        assertThat(send("GET", "-/v1/search?text=screw", reader, "")).startsWith("503 ");

        server.close();
        server = RunningServer.start(folder, Files.readString(server.file()));
        assertThat(found("text=acme", reader)).containsExactly("@acme/tool");
        String document = send("GET", "@acme/tool?write=true", reader, "");
        Matcher revision = Pattern.compile("\"_rev\":\"([^\"]+)\"").matcher(document);
        assertThat(revision.find()).isTrue();
        assertThat(send("DELETE", "@acme/tool/-rev/" + revision.group(1), publisher, ""))
                .startsWith("20");
        assertThat(found("text=acme", reader)).isEmpty();
    }

    private String npm(NpmCommand npm, Path where, String... arguments) throws Exception {
        NpmCommand.Ran ran = npm.run(where, arguments);
        assertThat(ran.exit()).as(ran.output()).isZero();
        return ran.output();
    }

    @Test
    void the_real_npm_publishes_installs_deprecates_tags_and_unpublishes() throws Exception {
        String registry = server.url() + "/npm/";
        NpmCommand npm = NpmCommand.orSkip(folder.resolve("home"))
                .registry(registry)
                .with(registry.replaceFirst("^https?:", "") + ":_authToken", publisher);
        Path tool = Files.createDirectories(folder.resolve("tool"));
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.writeString(app.resolve("package.json"), "{\"name\":\"app\",\"version\":\"1.0.0\"}");
        assertThat(npm(npm, tool, "whoami")).isEqualTo("ci\n");
        for (String version : new String[] {"1.0.0", "1.1.0"}) {
            Files.writeString(
                    tool.resolve("package.json"),
                    "{\"name\":\"@acme/tool\",\"version\":\"" + version + "\",\"description\":\"a tool\"}");
            assertThat(npm(npm, tool, "publish")).endsWith("+ @acme/tool@" + version + "\n");
        }
        Files.writeString(tool.resolve("index.js"), "other bytes");
        NpmCommand.Ran again = npm.run(tool, "publish", "--force");
        assertThat(again.exit()).isNotZero();
        assertThat(again.output()).contains("@acme/tool@1.1.0 is published already with other bytes");
        assertThat(npm(npm, app, "search", "@acme/tool", "--json"))
                .contains("\"name\":\"@acme/tool\"")
                .contains("\"description\":\"a tool\"");
        npm(npm, app, "install", "@acme/tool");
        assertThat(app.resolve("node_modules/@acme/tool/package.json"))
                .content()
                .contains("1.1.0");
        npm(npm, tool, "deprecate", "@acme/tool@1.0.0", "use 1.1");
        assertThat(npm(npm, tool, "view", "@acme/tool@1.0.0", "deprecated")).isEqualTo("use 1.1\n");
        npm(npm, tool, "dist-tag", "add", "@acme/tool@1.0.0", "old");
        assertThat(npm(npm, tool, "dist-tag", "ls", "@acme/tool")).isEqualTo("latest: 1.1.0\nold: 1.0.0\n");
        npm(npm, tool, "dist-tag", "rm", "@acme/tool", "old");
        npm(npm, tool, "unpublish", "@acme/tool@1.1.0");
        assertThat(npm(npm, tool, "view", "@acme/tool", "dist-tags.latest", "versions"))
                .contains("1.0.0")
                .doesNotContain("1.1.0");
        assertThat(send("GET", "@acme/tool/-/tool-1.1.0.tgz", reader, "")).startsWith("404 ");
        npm(npm, tool, "unpublish", "@acme/tool", "--force");
        assertThat(send("GET", "@acme/tool", reader, "")).startsWith("404 ");
        assertThat(npm.run(tool, "publish").output()).contains("@acme/tool@1.1.0 was published before");
    }
}
