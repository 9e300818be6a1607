package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console tells those who may look, and not see what is private. */
class OnlookerTest {
    @TempDir
    private Path folder = Path.of("");

    private static String get(HttpClient http, String url, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        return http.send(
                        request.header("accept", "text/html, application/json").build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void callers_of_private_modules_are_named_to_admins_alone() throws Exception {
        Corpus corpus = new Corpus()
                .publish(
                        "corp.test/secret",
                        "v1.0.0",
                        Map.of("go.mod", "module corp.test/secret\n", "m.go", "package m\n"));
        Users users = new Users(folder.resolve("data"));
        String alice = users.token("alice-of-team-x", Set.of(Permission.READ));
        String boss = users.token("boss", Set.of(Permission.ADMIN));
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus));
                RunningServer server = RunningServer.start(folder, """
                        access: {anonymous: public, console: anybody}
                        repositories:
                          go:
                            checksum-databases: []
                            private: [{pattern: "corp.test/*", from: own}]
                            upstreams: [{name: own, url: "%s"}]
                        """.formatted(mirror.url()));
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(get(http, server.url() + "/go/corp.test/secret/@v/v1.0.0.mod", alice))
                    .startsWith("module corp.test/secret");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(get(http, server.url() + "/-/api/v1/builds", boss))
                            .contains("alice-of-team-x"));
            for (String path : new String[] {
                "/-/api/v1/builds", "/-/api/v1/traffic", "/", "/-/console/builds", "/-/console/traffic"
            }) {
                assertThat(get(http, server.url() + path, ""))
                        .as(path)
                        .isNotEmpty()
                        .doesNotContain("alice-of-team-x");
            }
        }
    }
}
