package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Upload;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases published to the real server. */
class PublishTest {
    private static final String LIB = "corp.test/team/lib";

    @TempDir
    private Path folder;

    private RunningServer server;
    private String publisher = "";
    private String reader = "";

    @BeforeEach
    void start() throws Exception {
        Users users = new Users(folder.resolve("data"));
        publisher = users.token("ci", Set.of(Permission.READ, Permission.PUBLISH), "corp.test/team");
        reader = users.token("alice", Set.of(Permission.READ));
        server = RunningServer.start(folder, """
                access: {anonymous: public}
                repositories:
                  go:
                    checksum-databases: []
                    private: [{pattern: "corp.test/*", from: hosted}]
                    upstreams: ["http://127.0.0.1:9"]
                """);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String go() {
        return server.url() + "/go";
    }

    private HttpResponse<String> put(String release, byte[] zip, String token) {
        return Upload.put(go(), release, zip, token);
    }

    private HttpResponse<String> get(String path) {
        return Upload.get(go() + "/" + path, reader);
    }

    @Test
    void a_published_release_is_there_at_once_in_every_form() {
        HttpResponse<String> said = put(LIB + "@v1.2.0", Upload.zip(LIB + "@v1.2.0", "one"), publisher);
        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
        assertThat(said.body()).startsWith("published " + LIB + "@v1.2.0 h1:");
        assertThat(get(LIB + "/@v/list").body()).isEqualTo("v1.2.0\n");
        assertThat(get(LIB + "/@latest").body()).contains("\"Version\":\"v1.2.0\"");
        assertThat(get(LIB + "/@v/v1.2.0.info").body()).contains("\"Time\":\"20");
        assertThat(get(LIB + "/@v/v1.2.0.mod").body()).isEqualTo("module " + LIB + "\n\ngo 1.21\n");
        HttpResponse<String> zip = get(LIB + "/@v/v1.2.0.zip");
        assertThat(zip.statusCode()).isEqualTo(200);
        assertThat(zip.headers().firstValue("cache-control")).hasValue("private, max-age=31536000, immutable");
        put(LIB + "@v1.10.0", Upload.zip(LIB + "@v1.10.0", "ten"), publisher);
        assertThat(get(LIB + "/@v/list").body()).isEqualTo("v1.2.0\nv1.10.0\n");
        assertThat(get(LIB + "/@latest").body()).contains("\"Version\":\"v1.10.0\"");
    }

    @Test
    void the_same_again_is_fine_and_something_else_is_refused_with_both_hashes() {
        String release = LIB + "@v1.0.0";
        byte[] zip = Upload.zip(release, "one");
        assertThat(put(release, zip, publisher).statusCode()).isEqualTo(201);
        assertThat(put(release, zip, publisher).statusCode()).isEqualTo(200);
        HttpResponse<String> other = put(release, Upload.zip(release, "two"), publisher);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body().split("h1:", -1)).hasSize(3);
        assertThat(get(LIB + "/@v/v1.0.0.zip").statusCode()).isEqualTo(200);
        assertThat(put(release, zip, publisher).statusCode()).isEqualTo(200);
    }

    @Test
    void of_two_publishers_of_one_version_one_wins_and_the_other_is_told_so() throws Exception {
        for (int round = 0; round < 20; round++) {
            String release = LIB + "@v1.0." + round;
            CountDownLatch ready = new CountDownLatch(1);
            try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> answers = List.of("one", "two").stream()
                        .map(says -> both.submit(() -> {
                            ready.await();
                            return put(release, Upload.zip(release, says), publisher)
                                    .statusCode();
                        }))
                        .toList();
                ready.countDown();
                assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                        .as(release)
                        .containsExactlyInAnyOrder(201, 409);
            }
        }
        assertThat(get(LIB + "/@v/list").body().lines()).hasSize(20);
    }

    @Test
    void who_may_not_is_refused_and_nothing_is_kept() {
        byte[] zip = Upload.zip(LIB + "@v1.0.0", "one");
        assertThat(Upload.put(go(), LIB + "@v1.0.0", zip, null).statusCode()).isEqualTo(401);
        assertThat(put(LIB + "@v1.0.0", zip, reader).statusCode()).isEqualTo(403);
        assertThat(put("corp.test/other@v1.0.0", Upload.zip("corp.test/other@v1.0.0", "x"), publisher)
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(LIB + "@v1.0.0", zip, publisher + "x").statusCode()).isEqualTo(401);
        assertThat(get(LIB + "/@v/list").statusCode()).isEqualTo(404);
    }

    @Test
    void only_the_operators_own_names_can_be_published() throws Exception {
        String all = new Users(folder.resolve("data")).token("root", Set.of(Permission.PUBLISH));
        HttpResponse<String> said = await("the new token is known")
                .until(
                        () -> put("public.test/m@v1.0.0", Upload.zip("public.test/m@v1.0.0", "x"), all),
                        answer -> answer.statusCode() != 401);
        assertThat(said.statusCode()).isEqualTo(403);
        assertThat(said.body()).contains("public.test/m is under no private pattern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no zip at all",
                "another module's go.mod",
                "go.mod beside +incompatible",
                "no go.mod at v2",
                "a file outside"
            })
    void what_the_go_command_would_not_take_is_refused(String fault) {
        String release = LIB + "@v1.0.0";
        byte[] zip = switch (fault) {
            case "no zip at all" -> new byte[100];
            case "another module's go.mod" -> Upload.zip(release, Map.of("go.mod", "module corp.test/team/libs\n"));
            case "go.mod beside +incompatible" -> {
                release = LIB + "@v2.0.0+incompatible";
                yield Upload.zip(release, "x");
            }
            case "no go.mod at v2" -> {
                release = LIB + "/v2@v2.0.0";
                yield Upload.zip(release, Map.of("m.go", "package lib\n"));
            }
            default -> Upload.zip(release, Map.of("../../etc/passwd", "x"));
        };
        HttpResponse<String> said = put(release, zip, publisher);
        assertThat(said.statusCode()).as(said.body()).isEqualTo(422);
        assertThat(get(LIB + "/@v/list").statusCode()).isEqualTo(404);
    }

    @Test
    void a_module_without_a_go_mod_gets_one() {
        String release = LIB + "@v1.0.0";
        assertThat(put(release, Upload.zip(release, Map.of("m.go", "package lib\n")), publisher)
                        .statusCode())
                .isEqualTo(201);
        assertThat(get(LIB + "/@v/v1.0.0.mod").body()).isEqualTo("module " + LIB + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"@v/list", "@latest", "@v/v1.0.0.mod", "@v/v1.0.0-20260101000000-0123456789ab.zip", "@v/main.zip"
            })
    void only_zips_of_releases_can_be_sent(String file) {
        HttpResponse<String> said = Upload.putAt(go() + "/" + LIB + "/" + file, new byte[10], publisher);
        assertThat(said.statusCode()).as(said.body()).isEqualTo(400);
    }

    @Test
    void nothing_can_be_sent_elsewhere() {
        assertThat(Upload.putAt(server.url() + "/", new byte[10], publisher).statusCode())
                .isEqualTo(405);
        assertThat(Upload.putAt(server.url() + "/-/metrics", new byte[10], publisher)
                        .statusCode())
                .isEqualTo(405);
    }
}
