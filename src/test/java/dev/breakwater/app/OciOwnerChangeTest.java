package dev.breakwater.app;

import static dev.breakwater.app.ImageRegistryClient.digest;
import static dev.breakwater.app.ImageRegistryClient.header;
import static dev.breakwater.app.ImageRegistryClient.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An image is this server's own and then an upstream's, or the other way: what one of them has is not taken for the other's. */
@Execution(ExecutionMode.CONCURRENT)
class OciOwnerChangeTest {
    private static final String LAYER = "a layer";
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");

    @TempDir
    private Path folder = Path.of("");

    private final OciCorpus corpus = new OciCorpus();
    private final String index = corpus.push("own/app", "v1", 1000);
    private final OciRegistry upstream = OciRegistry.serving(corpus);
    private final ImageRegistryClient direct = new ImageRegistryClient(upstream::url);
    private RunningServer server;
    private ImageRegistryClient registry;
    private String token = "";
    private String child = "";
    private String config = "";
    private String layer = "";

    @BeforeEach
    void start() throws Exception {
        child = digests(index).results().findFirst().orElseThrow().group(1);
        config = direct.ask(
                        "GET",
                        "own/app/blobs/"
                                + digests(child)
                                        .results()
                                        .findFirst()
                                        .orElseThrow()
                                        .group(1),
                        "",
                        "")
                .body();
        layer = digests(child).results().skip(1).findFirst().orElseThrow().group(1);
        serve("hosted");
        registry = new ImageRegistryClient(() -> server.url());
        token = server.token("ci", "read,publish,delete");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> code("GET", "tags/list").equals("404 NAME_UNKNOWN"));
    }

    private Matcher digests(String manifest) throws Exception {
        return DIGEST.matcher(
                direct.ask("GET", "own/app/manifests/" + manifest, "", "").body());
    }

    private void serve(String owner) throws Exception {
        server = RunningServer.start(folder, """
                access: {anonymous: nothing}
                repositories:
                  hub:
                    format: oci
                    default: true
                    upstreams: [{name: har, url: '%s'}]
                    private: [{pattern: 'own/*', from: %s}]
                """.formatted(upstream.url(), owner));
    }

    private void owner(String owner) throws Exception {
        server.close();
        serve(owner);
    }

    @AfterEach
    void stop() throws Exception {
        direct.close();
        registry.close();
        server.close();
        upstream.close();
    }

    private String code(String method, String rest) throws Exception {
        return registry.code(method, "own/app/" + rest, token, "");
    }

    private String body(String rest) throws Exception {
        return registry.ask("GET", "own/app/" + rest, token, "").body();
    }

    private String tagged() throws Exception {
        return header(registry.ask("GET", "own/app/manifests/v1", token, ""), "Docker-Content-Digest");
    }

    private String push() throws Exception {
        String manifest = manifest(config, LAYER, "");
        assertThat(registry.blob("own/app", token, config)).isEqualTo(201);
        assertThat(registry.blob("own/app", token, LAYER)).isEqualTo(201);
        assertThat(registry.put("own/app", "v1", token, manifest).statusCode()).isEqualTo(201);
        return digest(manifest);
    }

    @Test
    void what_was_pushed_is_not_served_as_an_upstreams_and_does_not_stand_in_its_way() throws Exception {
        String pushed = push();
        upstream.fault(Fault.STATUS_500);
        owner("har");
        assertThat(code("GET", "manifests/v1")).startsWith("50");
        assertThat(code("GET", "blobs/" + digest(LAYER))).startsWith("50");
        upstream.heal();
        await().atMost(Duration.ofSeconds(30)).until(() -> tagged().equals(index));
        assertThat(body("blobs/" + digest(config))).isEqualTo(config);
        assertThat(code("GET", "blobs/" + digest(LAYER))).isEqualTo("404 BLOB_UNKNOWN");
        assertThat(code("GET", "manifests/" + pushed)).isEqualTo("404 MANIFEST_UNKNOWN");
        owner("hosted");
        assertThat(tagged()).as("nothing that was pushed is lost").isEqualTo(pushed);
        assertThat(body("blobs/" + digest(LAYER))).isEqualTo(LAYER);
    }

    @Test
    void what_was_fetched_is_not_served_as_pushed() throws Exception {
        owner("har");
        assertThat(tagged()).isEqualTo(index);
        assertThat(code("GET", "manifests/" + child)).isEqualTo("200");
        assertThat(body("blobs/" + digest(config))).isEqualTo(config);
        assertThat(code("HEAD", "blobs/" + layer)).isEqualTo("200");
        owner("hosted");
        for (String each : new String[] {"manifests/v1", "manifests/" + child, "blobs/" + digest(config)}) {
            assertThat(code("GET", each)).as(each).startsWith("404");
            assertThat(code("HEAD", each)).as(each).startsWith("404");
        }
        assertThat(code("HEAD", "blobs/" + layer)).isEqualTo("404");
        assertThat(code("GET", "tags/list")).isEqualTo("404 NAME_UNKNOWN");
        String pushed = push();
        assertThat(tagged()).isEqualTo(pushed);
        assertThat(body("blobs/" + digest(config))).isEqualTo(config);
    }
}
