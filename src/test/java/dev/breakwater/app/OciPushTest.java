package dev.breakwater.app;

import static dev.breakwater.app.ImageRegistryClient.digest;
import static dev.breakwater.app.ImageRegistryClient.header;
import static dev.breakwater.app.ImageRegistryClient.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Images that are pushed here, through the whole server: by HTTP, and by the real skopeo. */
@Execution(ExecutionMode.CONCURRENT)
class OciPushTest {
    private static final String CONFIG = "{}";
    private static final String LAYER = "a layer";
    private static final Path SKOPEO = Path.of("/usr/bin/skopeo");

    @TempDir
    private Path folder = Path.of("");

    private ContractUpstream upstream;
    private RunningServer server;
    private ImageRegistryClient registry;
    private String anonymous = "public";
    private String immutable = "";
    private boolean sparse;
    private String publisher = "";
    private String other = "";
    private String reader = "";

    @BeforeEach
    void start() throws Exception {
        upstream = new ContractUpstream();
        server = RunningServer.start(folder, configuration());
        registry = new ImageRegistryClient(() -> server.url());
        publisher = server.token("ci", "read,publish,delete");
        other = server.token("other", "read,publish", "other/*");
        reader = server.token("reader", "read");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        registry.code("GET", "team/app/tags/list", reader, "").equals("404 NAME_UNKNOWN"));
    }

    private String configuration() {
        return """
                access: {anonymous: %s}
                repositories:
                  hub:
                    format: oci
                    default: true
                    upstreams: ['%s']
                    private: [{pattern: 'mycompany/*', from: hosted}]
                  team: {format: oci, hosted: true, immutable-tags: [%s], sparse-images: %s}
                """.formatted(anonymous, upstream.url(), immutable, sparse);
    }

    private void restart() throws Exception {
        server.close();
        server = RunningServer.start(folder, configuration());
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        server.close();
        upstream.close();
    }

    private String anonymousToken() throws Exception {
        String answer = registry.ask("GET", "token?service=x", "", "").body();
        return answer.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    }

    private void pushImage(String name) throws Exception {
        assertThat(registry.blob(name, publisher, CONFIG)).isEqualTo(201);
        assertThat(registry.blob(name, publisher, LAYER)).isEqualTo(201);
        assertThat(registry.put(name, "1", publisher, manifest(CONFIG, LAYER, ""))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_blob_in_parts_continues_after_a_restart() throws Exception {
        HttpResponse<String> begun = registry.ask("POST", "team/app/blobs/uploads/", publisher, "");
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(header(begun, "Range")).isEqualTo("0-0");
        String session = header(begun, "Location");
        assertThat(session).isEqualTo("/v2/team/app/blobs/uploads/" + header(begun, "Docker-Upload-UUID"));
        HttpResponse<String> part = registry.ask("PATCH", session, publisher, "one ", "Content-Range", "0-3");
        assertThat(part.statusCode() + " " + header(part, "Range")).isEqualTo("202 0-3");
        HttpResponse<String> again = registry.ask("PATCH", session, publisher, "one ", "Content-Range", "0-3");
        assertThat(again.statusCode() + " " + header(again, "Range")).isEqualTo("416 0-3");
        restart();
        HttpResponse<String> status = registry.ask("GET", session, publisher, "");
        assertThat(status.statusCode() + " " + header(status, "Range")).isEqualTo("204 0-3");
        assertThat(registry.code("PATCH", session, publisher, "two ")).isEqualTo("202");
        String whole = digest("one two three");
        HttpResponse<String> done = registry.ask("PUT", session + "?digest=" + whole, publisher, "three");
        assertThat(done.statusCode()).isEqualTo(201);
        assertThat(header(done, "Docker-Content-Digest")).isEqualTo(whole);
        assertThat(registry.ask("GET", header(done, "Location"), reader, "").body())
                .isEqualTo("one two three");
        assertThat(registry.code("PUT", session + "?digest=" + whole, publisher, ""))
                .isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void an_upload_is_its_senders_and_its_images_alone() throws Exception {
        String session = registry.begin("team/other/app", publisher);
        assertThat(registry.code("PATCH", session, other, "x")).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
        assertThat(registry.code("GET", session, other, "")).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
        assertThat(registry.code("GET", session, "", "")).isEqualTo("401 UNAUTHORIZED");
        assertThat(registry.code("PATCH", session.replace("other/app", "other/b"), publisher, "x"))
                .isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
        assertThat(registry.code("PATCH", session, reader, "x")).isEqualTo("403 DENIED");
        assertThat(registry.code("PATCH", session, "", "x")).isEqualTo("401 UNAUTHORIZED");
        assertThat(registry.code("POST", "team/app/blobs/uploads/", other, "")).isEqualTo("403 DENIED");
        assertThat(registry.code("DELETE", session, publisher, "")).isEqualTo("204");
        assertThat(registry.code("GET", session, publisher, "")).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void the_catalog_lists_to_operators_what_they_may_read() throws Exception {
        String operator = server.token("operator", "read,admin");
        String narrow = server.token("narrow", "read,admin", "other/*");
        for (String name : List.of("team/app", "team/app/sub", "hub/mycompany/a", "team/other/b", "team/gone")) {
            pushImage(name);
        }
        assertThat(registry.code("DELETE", "team/gone/manifests/" + digest(manifest(CONFIG, LAYER, "")), publisher, ""))
                .isEqualTo("202");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(registry.ask("GET", "_catalog", operator, "")
                                        .body())
                                .isEqualTo(
                                        "{\"repositories\":[\"hub/mycompany/a\",\"team/app\",\"team/app/sub\",\"team/other/b\"]}"));
        assertThat(registry.ask("GET", "_catalog", narrow, "").body())
                .isEqualTo("{\"repositories\":[\"team/other/b\"]}");
        assertThat(registry.ask("GET", "team/_catalog", operator, "").body())
                .isEqualTo("{\"repositories\":[\"app\",\"app/sub\",\"other/b\"]}");
        HttpResponse<String> page = registry.ask("GET", "_catalog?n=2", operator, "");
        assertThat(header(page, "Link")).isEqualTo("</v2/_catalog?n=2&last=team/app>; rel=\"next\"");
        HttpResponse<String> next = registry.ask("GET", "/v2/_catalog?n=2&last=team/app", operator, "");
        assertThat(next.body()).isEqualTo("{\"repositories\":[\"team/app/sub\",\"team/other/b\"]}");
        assertThat(header(next, "Link")).isEmpty();
        assertThat(header(registry.ask("GET", "_catalog?ns=hub&n=0", operator, ""), "Link"))
                .isEmpty();
        assertThat(registry.code("GET", "_catalog?n=x", operator, "")).isEqualTo("400 UNSUPPORTED");
        assertThat(registry.code("GET", "_catalog", reader, "")).isEqualTo("403 DENIED");
        HttpResponse<String> stranger = registry.ask("GET", "_catalog", "", "");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(header(stranger, "WWW-Authenticate")).endsWith("scope=\"registry:catalog:*\"");
        assertThat(registry.code("POST", "_catalog", operator, "")).isEqualTo("405 UNSUPPORTED");
    }

    @Test
    void if_reading_is_free_an_upload_still_asks_whose_it_is() throws Exception {
        anonymous = "everything";
        restart();
        String session = registry.begin("team/app", publisher);
        assertThat(registry.code("GET", session, "", "")).isEqualTo("401 UNAUTHORIZED");
        assertThat(registry.code("GET", session, publisher, "")).isEqualTo("204");
        assertThat(registry.code("GET", session, other, "")).isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void bytes_that_are_not_their_digest_are_not_kept() throws Exception {
        String session = registry.begin("team/app", publisher);
        String wrong = digest("other bytes");
        assertThat(registry.code("PUT", session + "?digest=" + wrong, publisher, LAYER))
                .isEqualTo("400 DIGEST_INVALID");
        assertThat(registry.code("GET", "team/app/blobs/" + wrong, reader, "")).isEqualTo("404 BLOB_UNKNOWN");
        assertThat(registry.code("GET", "team/app/blobs/" + digest(LAYER), reader, ""))
                .isEqualTo("404 BLOB_UNKNOWN");
        assertThat(registry.code("POST", "team/app/blobs/uploads/?digest=" + wrong, publisher, LAYER))
                .isEqualTo("400 DIGEST_INVALID");
        assertThat(registry.code("POST", "team/app/blobs/uploads/?digest=sha256:12", publisher, LAYER))
                .isEqualTo("400 DIGEST_INVALID");
        String long512 = "sha512:" + "a".repeat(128);
        assertThat(registry.code("POST", "team/app/blobs/uploads/?digest=" + long512, publisher, LAYER))
                .isEqualTo("400 DIGEST_INVALID");
        try (Stream<Path> left = Files.list(folder.resolve("data/uploads"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void an_image_is_pulled_as_it_was_pushed_and_survives_a_restart() throws Exception {
        pushImage("team/app");
        pushImage("team/app");
        String manifest = manifest(CONFIG, LAYER, "");
        restart();
        HttpResponse<String> pulled = registry.ask("GET", "team/app/manifests/1", reader, "");
        assertThat(pulled.body()).isEqualTo(manifest);
        assertThat(header(pulled, "Docker-Content-Digest")).isEqualTo(digest(manifest));
        assertThat(header(pulled, "Content-Type")).isEqualTo("application/vnd.oci.image.manifest.v1+json");
        assertThat(header(pulled, "Cache-Control")).contains("private");
        HttpResponse<String> demand = registry.ask("GET", "team/app/manifests/1", "", "");
        assertThat(demand.statusCode()).isEqualTo(401);
        assertThat(header(demand, "WWW-Authenticate")).contains("/v2/token", "repository:");
        assertThat(registry.code("GET", "team/app/manifests/none", "", ""))
                .as("whether it exists or not")
                .isEqualTo("401 UNAUTHORIZED");
        HttpResponse<String> denied = registry.ask("GET", "team/app/manifests/1", anonymousToken(), "");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("DENIED", "docker login");
        HttpResponse<String> head = registry.ask("HEAD", "team/app/blobs/" + digest(LAYER), reader, "");
        assertThat(head.statusCode() + " " + header(head, "Content-Length")).isEqualTo("200 " + LAYER.length());
        assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest(LAYER));
        assertThat(registry.code("HEAD", "team/app/blobs/" + digest("none"), reader, ""))
                .isEqualTo("404");
        assertThat(registry.ask("GET", "team/app/tags/list", reader, "").body())
                .contains("\"name\":\"app\"", "\"tags\":[\"1\"]");
        assertThat(registry.code("GET", "team/app/manifests/2", reader, "")).isEqualTo("404 MANIFEST_UNKNOWN");
    }

    @Test
    void a_manifest_is_taken_only_if_it_is_one_and_all_it_names_is_there() throws Exception {
        String name = "team/app";
        String type = "application/vnd.oci.image.manifest.v1+json";
        String whole = manifest(CONFIG, LAYER, "");
        assertThat(registry.blob(name, publisher, CONFIG)).isEqualTo(201);
        String path = name + "/manifests/1";
        assertThat(registry.code("PUT", path, publisher, whole)).isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
        assertThat(registry.blob("team/elsewhere", publisher, LAYER)).isEqualTo(201);
        assertThat(registry.code("PUT", path, publisher, whole))
                .as("another image's blob")
                .isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
        assertThat(registry.blob(name, publisher, LAYER)).isEqualTo(201);
        String index = "application/vnd.oci.image.index.v1+json";
        for (String wrong : new String[] {
            "{",
            "[]",
            whole + "x",
            whole.replace("2,", "1,"),
            whole.replace("sha256:", "md5:"),
            whole.replace("\"size\":2", "\"size\":-2"),
            whole.replace("{\"schema", "{\"layers\":[],\"schema"),
            manifest(CONFIG, LAYER, ",\"x\":" + "[".repeat(100) + "]".repeat(100))
        }) {
            assertThat(registry.code("PUT", path, publisher, wrong, "Content-Type", type))
                    .as(wrong)
                    .isEqualTo("400 MANIFEST_INVALID");
        }
        assertThat(registry.code("PUT", path, publisher, whole, "Content-Type", index))
                .isEqualTo("400 MANIFEST_INVALID");
        assertThat(registry.code("PUT", name + "/manifests/" + digest("x"), publisher, whole))
                .isEqualTo("400 DIGEST_INVALID");
        assertThat(registry.code("PUT", path, publisher, " ".repeat((4 << 20) + 1)))
                .isEqualTo("413 SIZE_INVALID");
        assertThat(registry.code("GET", name + "/tags/list", reader, "")).isEqualTo("404 NAME_UNKNOWN");
        assertThat(registry.code("PUT", path, publisher, whole)).isEqualTo("201");
    }

    @Test
    void an_index_of_layers_and_a_layer_that_is_not_distributed_are_taken() throws Exception {
        String index = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
                {"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":7}],"more":[1]}\
                """.formatted(digest(LAYER));
        assertThat(registry.code("PUT", "team/cache/manifests/c", publisher, index))
                .isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
        assertThat(registry.blob("team/cache", publisher, LAYER)).isEqualTo(201);
        assertThat(registry.code("PUT", "team/cache/manifests/c", publisher, index))
                .isEqualTo("201");
        assertThat(registry.ask("GET", "team/cache/manifests/c", reader, "").body())
                .isEqualTo(index);
        assertThat(registry.blob("team/cache", publisher, CONFIG)).isEqualTo(201);
        String foreign =
                manifest(CONFIG, "not here", "").replace("image.layer.v1.tar", "image.layer.nondistributable.v1.tar");
        assertThat(registry.code("PUT", "team/cache/manifests/f", publisher, foreign))
                .isEqualTo("201");
    }

    @Test
    void the_manifests_of_an_index_may_be_pushed_after_it() throws Exception {
        String child = manifest(CONFIG, LAYER, "");
        String index = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
                {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d}]}\
                """.formatted(digest(child), child.length());
        assertThat(registry.code("PUT", "team/app/manifests/many", publisher, index))
                .isEqualTo("201");
        assertThat(registry.code("GET", "team/app/manifests/" + digest(child), reader, ""))
                .isEqualTo("404 MANIFEST_UNKNOWN");
        pushImage("team/app");
        assertThat(registry.ask("GET", "team/app/manifests/" + digest(child), reader, "")
                        .body())
                .isEqualTo(child);
    }

    @Test
    void a_digest_that_was_overheard_opens_nothing() throws Exception {
        assertThat(registry.blob("team/secret", publisher, LAYER)).isEqualTo(201);
        String of = digest(LAYER);
        assertThat(registry.code("GET", "team/other/app/blobs/" + of, other, ""))
                .isEqualTo("404 BLOB_UNKNOWN");
        String mount = "team/other/app/blobs/uploads/?mount=" + of + "&from=";
        assertThat(registry.code("POST", mount + "secret", other, "")).isEqualTo("202");
        assertThat(registry.code("POST", mount + "team/secret", other, "")).isEqualTo("202");
        assertThat(registry.code("GET", "team/other/app/blobs/" + of, other, ""))
                .isEqualTo("404 BLOB_UNKNOWN");
        HttpResponse<String> mounted = registry.ask("POST", mount + "team/secret", publisher, "");
        assertThat(mounted.statusCode()).isEqualTo(201);
        assertThat(registry.ask("GET", header(mounted, "Location"), other, "").body())
                .isEqualTo(LAYER);
        assertThat(registry.code("DELETE", "team/secret/blobs/" + of, publisher, ""))
                .isEqualTo("202");
        assertThat(registry.code("GET", "team/secret/blobs/" + of, publisher, ""))
                .isEqualTo("404 BLOB_UNKNOWN");
        assertThat(registry.code("GET", "team/other/app/blobs/" + of, other, ""))
                .isEqualTo("200");
    }

    @Test
    void tags_move_and_go_with_their_manifest() throws Exception {
        pushImage("mycompany/app");
        String next = manifest(CONFIG, LAYER, ",\"annotations\":{\"n\":\"2\"}");
        assertThat(registry.ask("GET", "hub/mycompany/app/manifests/1", reader, "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(registry.put("mycompany/app", "1", publisher, next).statusCode())
                .isEqualTo(201);
        assertThat(registry.ask("GET", "hub/mycompany/app/manifests/1", reader, "")
                        .body())
                .isEqualTo(next);
        assertThat(registry.put("mycompany/app", digest(next) + "?tag=a&tag=b", publisher, next)
                        .headers()
                        .firstValue("OCI-Tag"))
                .contains("a, b");
        String old = digest(manifest(CONFIG, LAYER, ""));
        assertThat(registry.put("mycompany/app", "old", publisher, manifest(CONFIG, LAYER, ""))
                        .statusCode())
                .isEqualTo(201);
        assertThat(registry.code("DELETE", "mycompany/app/manifests/" + old, other, ""))
                .isEqualTo("403 DENIED");
        assertThat(registry.code("DELETE", "mycompany/app/manifests/b", publisher, ""))
                .isEqualTo("202");
        assertThat(registry.code("DELETE", "mycompany/app/manifests/" + old, publisher, ""))
                .isEqualTo("202");
        assertThat(registry.code("DELETE", "mycompany/app/manifests/" + old, publisher, ""))
                .isEqualTo("404 MANIFEST_UNKNOWN");
        assertThat(registry.code("GET", "mycompany/app/manifests/old", reader, ""))
                .isEqualTo("404 MANIFEST_UNKNOWN");
        HttpResponse<String> tags = registry.ask("GET", "mycompany/app/tags/list?n=1", reader, "");
        assertThat(tags.body()).contains("[\"1\"]");
        assertThat(registry.ask("GET", header(tags, "Link").replaceAll("<|>.*", ""), reader, "")
                        .body())
                .contains("[\"a\"]");
    }

    @Test
    void an_image_comes_before_its_layers_only_if_the_configuration_says_so() throws Exception {
        String image = manifest(CONFIG, LAYER, "");
        assertThat(registry.put("team/app", "1", publisher, image).statusCode()).isEqualTo(400);
        sparse = true;
        restart();
        assertThat(registry.put("team/app", "1", publisher, image).statusCode()).isEqualTo(201);
        assertThat(registry.ask("GET", "team/app/manifests/1", reader, "").body())
                .isEqualTo(image);
        assertThat(registry.code("GET", "team/app/blobs/" + digest(LAYER), reader, ""))
                .isEqualTo("404 BLOB_UNKNOWN");
        assertThat(registry.blob("team/app", publisher, LAYER)).isEqualTo(201);
        assertThat(registry.ask("GET", "team/app/blobs/" + digest(LAYER), reader, "")
                        .body())
                .isEqualTo(LAYER);
    }

    @Test
    void an_immutable_tag_neither_moves_nor_goes() throws Exception {
        immutable = "v*";
        restart();
        pushImage("team/app");
        String first = manifest(CONFIG, LAYER, "");
        String next = manifest(CONFIG, LAYER, ",\"annotations\":{\"n\":\"2\"}");
        assertThat(registry.put("team/app", "v1", publisher, first).statusCode())
                .isEqualTo(201);
        HttpResponse<String> moved = registry.put("team/app", "v1", publisher, next);
        assertThat(moved.statusCode()).isEqualTo(403);
        assertThat(moved.body()).contains("DENIED", "app:v1 is " + digest(first), digest(next));
        assertThat(registry.code("GET", "team/app/manifests/" + digest(next), reader, ""))
                .as("nothing of it was kept")
                .isEqualTo("404 MANIFEST_UNKNOWN");
        assertThat(registry.put("team/app", digest(next) + "?tag=x&tag=v1", publisher, next)
                        .statusCode())
                .isEqualTo(403);
        assertThat(registry.put("team/app", "v1", publisher, first).statusCode())
                .as("the same again")
                .isEqualTo(201);
        assertThat(registry.code("DELETE", "team/app/manifests/v1", publisher, ""))
                .isEqualTo("403 DENIED");
        assertThat(registry.code("DELETE", "team/app/manifests/" + digest(first), publisher, ""))
                .isEqualTo("403 DENIED");
        assertThat(registry.code("DELETE", "team/app/manifests/v2", publisher, ""))
                .isEqualTo("404 MANIFEST_UNKNOWN");
        assertThat(registry.put("team/app", "1", publisher, next).statusCode())
                .as("other tags move")
                .isEqualTo(201);
        assertThat(registry.ask("GET", "team/app/tags/list", reader, "").body()).contains("[\"1\",\"v1\"]");
    }

    @Test
    void of_two_pushers_of_a_tag_one_wins_whole() throws Exception {
        pushImage("team/app");
        List<String> manifests = Stream.of("a", "b", "c", "d")
                .map(each -> manifest(CONFIG, LAYER, ",\"annotations\":{\"n\":\"" + each + "\"}"))
                .toList();
        List<Integer> statuses = manifests.parallelStream()
                .map(each -> {
                    try {
                        return registry.put("team/app", "moved", publisher, each)
                                .statusCode();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        assertThat(statuses).containsOnly(201);
        HttpResponse<String> winner = registry.ask("GET", "team/app/manifests/moved", reader, "");
        assertThat(manifests).contains(winner.body());
        assertThat(header(winner, "Docker-Content-Digest")).isEqualTo(digest(winner.body()));
    }

    @Test
    void what_refers_to_an_image_is_listed() throws Exception {
        pushImage("team/app");
        String subject = digest(manifest(CONFIG, LAYER, ""));
        String path = "team/app/referrers/" + subject;
        assertThat(registry.ask("GET", path, reader, "").body()).contains("\"manifests\":[]");
        String signature = manifest(
                CONFIG,
                LAYER,
                ",\"artifactType\":\"text/sig\",\"annotations\":{\"k\":\"v\"},\"subject\":{\"mediaType\":\"m/t\",\"digest\":\""
                        + subject + "\",\"size\":1}");
        HttpResponse<String> pushed = registry.put("team/app", digest(signature), publisher, signature);
        assertThat(header(pushed, "OCI-Subject")).isEqualTo(subject);
        HttpResponse<String> all = registry.ask("GET", path, reader, "");
        assertThat(header(all, "Content-Type")).isEqualTo("application/vnd.oci.image.index.v1+json");
        assertThat(all.body()).contains(digest(signature), "\"artifactType\":\"text/sig\"", "\"k\":\"v\"");
        HttpResponse<String> none = registry.ask("GET", path + "?artifactType=text%2Fother", reader, "");
        assertThat(none.body()).contains("\"manifests\":[]");
        assertThat(header(none, "OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(registry.ask("GET", path + "?artifactType=text/sig", reader, "")
                        .body())
                .contains(digest(signature));
        assertThat(registry.code("DELETE", "team/app/manifests/" + digest(signature), publisher, ""))
                .isEqualTo("202");
        assertThat(registry.ask("GET", path, reader, "").body()).contains("\"manifests\":[]");
    }

    @Test
    void a_push_to_a_proxied_name_is_told_which_names_take_pushes() throws Exception {
        for (String[] each : new String[][] {
            {"POST", "hub/library/app/blobs/uploads/"},
            {"PUT", "library/app/manifests/1"},
            {"DELETE", "library/app/manifests/1"},
            {"DELETE", "library/app/blobs/" + digest(LAYER)}
        }) {
            HttpResponse<String> refused = registry.ask(each[0], each[1], publisher, "");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
            assertThat(refused.body()).contains("\"UNSUPPORTED\"", "hub/mycompany/*", "team/*");
        }
        assertThat(upstream.asked).isEmpty();
    }

    private String skopeo(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(SKOPEO.toString(), "--insecure-policy"));
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "skopeo", ".out");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void skopeo_pushes_pulls_and_deletes_an_image() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(SKOPEO), "NOT TESTED: skopeo is not installed");
        Path layout = folder.resolve("layout");
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + digest(LAYER) + "\"]}}";
        String manifest = manifest(config, LAYER, "");
        for (String each : new String[] {config, LAYER, manifest}) {
            Files.writeString(blobs.resolve(digest(each).substring(7)), each);
        }
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(layout.resolve("index.json"), """
                {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "digest":"%s","size":%d,"annotations":{"org.opencontainers.image.ref.name":"1"}}]}\
                """.formatted(digest(manifest), manifest.length()));
        // skopeo sends credentials to a registry only if that demands them of everyone
        anonymous = "nothing";
        restart();
        String image = "docker://" + server.url().replace("http://", "") + "/team/tools/app:1";
        String credentials = "ci:" + publisher;
        skopeo(
                "copy",
                "--preserve-digests",
                "--dest-tls-verify=false",
                "--dest-creds",
                credentials,
                "oci:" + layout + ":1",
                image);
        restart();
        image = "docker://" + server.url().replace("http://", "") + "/team/tools/app:1";
        Path back = folder.resolve("back");
        skopeo("copy", "--src-tls-verify=false", "--src-creds", credentials, image, "dir:" + back);
        assertThat(Files.readString(back.resolve("manifest.json"))).isEqualTo(manifest);
        assertThat(Files.readString(back.resolve(digest(LAYER).substring(7)))).isEqualTo(LAYER);
        skopeo("delete", "--tls-verify=false", "--creds", credentials, image);
        assertThat(registry.code("GET", "team/tools/app/manifests/1", reader, ""))
                .isEqualTo("404 MANIFEST_UNKNOWN");
    }
}
