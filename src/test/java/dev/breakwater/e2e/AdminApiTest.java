package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be seen and switched by the API while a server runs. */
class AdminApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Corpus corpus;
    private static Mirror one;
    private static Mirror other;
    private static RunningServer server;
    private static String admin;
    private static String reader;
    private static int next;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        corpus = Corpora.small(20, 7);
        one = Mirror.start(MirrorSettings.of(corpus));
        other = Mirror.start(MirrorSettings.of(corpus));
        Users users = new Users(folder.resolve("data"));
        admin = users.token("boss", Set.of(Permission.ADMIN));
        reader = users.token("reader", Set.of(Permission.READ));
        server = RunningServer.start(folder, Configured.over(null, List.of(one.url(), other.url())));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        one.close();
        other.close();
    }

    @AfterEach
    void as_it_was() throws Exception {
        send("PUT", "/offline", "{\"offline\": false}", admin);
        send("POST", "/upstreams/mirror0/restore", "", admin);
        send("POST", "/upstreams/mirror1/restore", "", admin);
    }

    private static HttpResponse<String> send(String method, String path, String body, String token, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/-/api/v1" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode told(String path) throws Exception {
        HttpResponse<String> response = send("GET", path, "", "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** The status of a go.mod that was not asked for before. */
    private static int fresh() throws Exception {
        String module = Corpora.smallName(next++);
        String version = corpus.list(module).getLast();
        URI url = URI.create(server.url() + "/go/" + module + "/@v/" + version + ".mod");
        return HTTP.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void the_server_says_how_it_is() throws Exception {
        JsonNode state = told("/server");
        assertThat(state.get("ready").asBoolean()).isTrue();
        assertThat(state.get("offline").asBoolean()).isFalse();
        assertThat(state.get("repositories").get(0).get("name").asString()).isEqualTo("go");
    }

    @Test
    void upstreams_are_told_with_what_is_thought_of_them() throws Exception {
        assertThat(fresh()).isEqualTo(200);
        JsonNode upstreams = told("/upstreams").get("upstreams");
        assertThat(upstreams.get(0).get("url").asString()).isEqualTo(one.url());
        assertThat(upstreams.get(0).get("tier").asString()).isEqualTo("primary");
        assertThat(upstreams.get(0).get("classes").findValuesAsString("state")).contains("healthy");
    }

    @Test
    void offline_leaves_the_upstreams_alone_until_it_is_switched_back() throws Exception {
        assertThat(send("PUT", "/offline", "{\"offline\": true}", admin).body()).isEqualTo("{\"offline\":true}");
        one.log().clear();
        other.log().clear();
        assertThat(fresh()).isEqualTo(503);
        assertThat(one.log().count() + other.log().count()).isZero();
        assertThat(told("/server").get("offlineByHand").asBoolean()).isTrue();

        send("PUT", "/offline", "{\"offline\": false}", admin);
        assertThat(fresh()).isEqualTo(200);
    }

    @Test
    void a_drained_upstream_is_not_asked_until_it_is_restored() throws Exception {
        assertThat(send("POST", "/upstreams/mirror0/drain", "", admin).statusCode())
                .isEqualTo(200);
        one.log().clear();
        assertThat(fresh()).isEqualTo(200);
        assertThat(one.log().count()).isZero();
        assertThat(told("/upstreams").get("upstreams").get(0).get("drained").asBoolean())
                .isTrue();

        send("POST", "/upstreams/mirror0/restore", "", admin);
        assertThat(fresh()).isEqualTo(200);
        assertThat(one.log().count()).isPositive();
    }

    @Test
    void with_every_upstream_drained_it_is_as_dark_as_with_every_one_dead() throws Exception {
        send("POST", "/upstreams/mirror0/drain", "", admin);
        send("POST", "/upstreams/mirror1/drain", "", admin);
        one.log().clear();
        other.log().clear();
        assertThat(fresh()).isEqualTo(503);
        assertThat(one.log().count() + other.log().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PUT, /offline", "POST, /upstreams/mirror0/drain"})
    void changing_anything_takes_a_token_that_may_administer(String method, String path) throws Exception {
        HttpResponse<String> stranger = send(method, path, "{\"offline\": true}", "");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("www-authenticate")).isPresent();
        assertThat(send(method, path, "{\"offline\": true}", reader).statusCode())
                .isEqualTo(403);
        assertThat(told("/server").get("offline").asBoolean()).isFalse();
        assertThat(told("/upstreams").get("upstreams").get(0).get("drained").asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"origin, https://evil.test", "sec-fetch-site, cross-site", "sec-fetch-site, same-site", "origin, null"})
    void a_page_of_another_site_changes_nothing(String header, String value) throws Exception {
        HttpResponse<String> response = send("PUT", "/offline", "{\"offline\": true}", admin, header, value);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(told("/server").get("offline").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT  | /offline                 | {\"offline\": true, \"x\": 1} | 400 | x",
                "PUT  | /offline                 | nonsense           | 400 | nonsense",
                "PUT  | /offline                 | {}                 | 400 | offline",
                "POST | /upstreams/nobody/drain  | ''                 | 404 | nobody",
                "POST | /server                  | ''                 | 405 | GET",
                "GET  | /nothing                 | ''                 | 404 | openapi.json",
            })
    void what_is_wrong_is_named(String method, String path, String body, int status, String named) throws Exception {
        HttpResponse<String> response = send(method, path, body, admin);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.body()).contains(named);
    }

    @Test
    void what_is_too_long_is_refused_before_it_is_read() throws Exception {
        HttpResponse<String> response = send("PUT", "/offline", " ".repeat(1 << 20), admin);
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void the_document_is_served() throws Exception {
        assertThat(told("/openapi.json").get("paths").has("/-/api/v1/offline")).isTrue();
    }
}
