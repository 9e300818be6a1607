package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Provider;
import dev.breakwater.testing.Upload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Jobs that come with a token of an identity provider, and a configuration that changes under them. */
@Execution(ExecutionMode.CONCURRENT)
class IdentityProviderTest {
    private static final String LIB = "corp.test/lib";

    @TempDir
    private Path folder;

    private final Provider provider = new Provider();
    private HttpServer keys;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer(), issuer()));
        page("/keys", provider.keySet());
        keys.start();
        server = RunningServer.start(folder, configuration("[read, publish]"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        keys.stop(0);
    }

    private void page(String path, String json) {
        keys.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String issuer() {
        return "http://127.0.0.1:" + keys.getAddress().getPort();
    }

    private String configuration(String may) {
        return """
                access:
                  anonymous: nothing
                  metrics: admin
                  oidc:
                    - {name: ci, issuer: "%s", audience: "https://deps.test"}
                  rules:
                    - who: ["ci:repo:acme/*"]
                      claims: {ref: refs/heads/main}
                      may: %s
                      patterns: ["corp.test"]
                    - {who: [ops], may: [admin]}
                repositories:
                  go:
                    checksum-databases: []
                    private: [{pattern: "corp.test/*", from: hosted}]
                    upstreams: ["http://127.0.0.1:9"]
                """.formatted(issuer(), may);
    }

    private String token(String subject, String ref) {
        return provider.token(
                "ec",
                "\"iss\":\"%s\",\"aud\":[\"https://deps.test\"],\"sub\":\"%s\",\"ref\":\"%s\",\"exp\":%d"
                        .formatted(issuer(), subject, ref, Instant.now().getEpochSecond() + 300));
    }

    private int publish(String version, String token) {
        String release = LIB + "@" + version;
        return Upload.put(server.url() + "/go", release, Upload.zip(release, "x"), token)
                .statusCode();
    }

    private int read(@Nullable String token) {
        return Upload.get(server.url() + "/go/" + LIB + "/@v/v1.0.0.zip", token).statusCode();
    }

    @Test
    void a_job_may_what_the_rules_give_to_its_claims() {
        String main = token("repo:acme/app", "refs/heads/main");
        assertThat(publish("v1.0.0", main)).isEqualTo(201);
        assertThat(read(main)).isEqualTo(200);
        assertThat(read(token("repo:acme/app", "refs/heads/topic"))).isEqualTo(403);
        assertThat(read(token("repo:evil/app", "refs/heads/main"))).isEqualTo(403);
        assertThat(publish("v1.1.0", token("repo:acme/app", "refs/heads/topic")))
                .isEqualTo(403);
        assertThat(read(null)).isEqualTo(401);
    }

    @Test
    void a_changed_configuration_takes_rights_away_at_once() throws Exception {
        String main = token("repo:acme/app", "refs/heads/main");
        assertThat(publish("v1.0.0", main)).isEqualTo(201);
        assertThat(read(main)).isEqualTo(200);
        server.configure(configuration("[publish]"));
        await().until(() -> read(main) == 403);
        assertThat(publish("v1.1.0", main)).isEqualTo(201);
        server.configure(configuration("[read]"));
        await().until(() -> read(main) == 200);
        assertThat(publish("v1.2.0", main)).isEqualTo(403);
    }

    @Test
    void metrics_can_be_for_the_operators_alone_and_health_is_for_everybody() throws Exception {
        String ops = new Users(folder.resolve("data")).token("ops", Set.of());
        String metrics = server.url() + "/-/metrics";
        await().until(() -> Upload.get(metrics, ops).statusCode() == 200);
        assertThat(Upload.get(metrics, null).statusCode()).isEqualTo(401);
        assertThat(Upload.get(metrics, token("repo:acme/app", "refs/heads/main"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(Upload.get(metrics, ops).body()).contains("breakwater_audit_lost");
        assertThat(Upload.get(server.url() + "/-/live", null).statusCode()).isEqualTo(200);
        assertThat(Upload.get(server.url() + "/-/ready", "wrong").statusCode()).isEqualTo(200);
    }

    @Test
    void nothing_in_a_closed_repository_is_told_to_strangers() throws Exception {
        String reader = new Users(folder.resolve("data")).token("reader", Set.of(Permission.READ));
        String go = server.url() + "/go/";
        await().until(() -> Upload.get(go + "sumdb/none/supported", reader).statusCode() == 404);
        for (String path : new String[] {"open.test/m/@v/list", "sumdb/none/supported", "", "corp.test/@v/list"}) {
            assertThat(Upload.get(go + path, null).statusCode()).as(path).isEqualTo(401);
        }
        var absent = Upload.get(go + "open.test/@v/list", reader);
        assertThat(absent.headers().firstValue("cache-control").orElse("")).doesNotContain("public");
    }
}
