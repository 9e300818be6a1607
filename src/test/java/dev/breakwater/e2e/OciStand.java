package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Registries of the same images, and a server over them; asks like a client, and checks all that it gets. */
record OciStand(OciCorpus corpus, List<OciRegistry> registries, RunningServer server) implements AutoCloseable {
    /** containerd gives up after 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Pattern DESCRIPTOR =
            Pattern.compile("\\{\"mediaType\":\"([^\"]+)\",\"digest\":\"(sha256:[0-9a-f]{64})\",\"size\":(\\d+)");

    /** {@code tea} with three tags and {@code herbs/mint} with one. */
    static OciCorpus images() {
        OciCorpus corpus = new OciCorpus();
        corpus.push("library/tea", "v1", 3_000);
        corpus.push("library/tea", "v2", 150_000);
        corpus.push("library/tea", "v3", 200);
        corpus.push("herbs/mint", "latest", 2_000);
        return corpus;
    }

    static OciStand over(OciCorpus corpus, Path folder, int count, String more, String each) throws Exception {
        List<OciRegistry> registries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            registries.add(OciRegistry.serving(corpus));
        }
        List<String> urls = registries.stream().map(OciRegistry::url).toList();
        return new OciStand(corpus, registries, RunningServer.start(folder, ConfiguredOci.over(urls, more, each)));
    }

    static OciStand over(OciCorpus corpus, Path folder, int count) throws Exception {
        return over(corpus, folder, count, "    fresh: 1s\n", "");
    }

    OciStand broken(int count, Consumer<OciRegistry> how) {
        registries.subList(0, count).forEach(how);
        return this;
    }

    RawHttp.Got ask(String method, String path, String... headers) throws IOException {
        try (RawHttp line = RawHttp.connect(URI.create(server.url()), PATIENCE)) {
            RawHttp.Got got = line.ask(method, path, headers);
            assertThat(got.end()).as(path).isEqualTo(RawHttp.End.COMPLETE);
            assertThat(got.total()).as(path).isLessThan(PATIENCE);
            return got;
        }
    }

    RawHttp.Got get(String path, String... headers) throws IOException {
        return ask("GET", path, headers);
    }

    RawHttp.Got found(String path) throws IOException {
        RawHttp.Got got = get(path);
        assertThat(got.status())
                .as("%s: %s", path, got.status() == 200 ? "" : got.text())
                .isEqualTo(200);
        return got;
    }

    /** The manifest of that digest, and everything below it; {@code reference} is what it is asked for by. */
    void imageIsRight(String name, String reference, String digest) throws IOException {
        RawHttp.Got got = found("/v2/" + name + "/manifests/" + reference);
        assertThat(OciCorpus.digest(got.body())).as("%s:%s", name, reference).isEqualTo(digest);
        assertThat(got.header("Docker-Content-Digest")).isEqualTo(digest);
        String type = got.text().contains("\"manifests\"") ? "image.index" : "image.manifest";
        assertThat(got.header("Content-Type")).isEqualTo("application/vnd.oci." + type + ".v1+json");
        Matcher part = DESCRIPTOR.matcher(got.text());
        while (part.find()) {
            if (part.group(1).contains(".manifest.")) {
                imageIsRight(name, part.group(2), part.group(2));
            } else {
                blobIsRight(name, part.group(2), Integer.parseInt(part.group(3)));
            }
        }
    }

    private void blobIsRight(String name, String digest, int size) throws IOException {
        String path = "/v2/" + name + "/blobs/" + digest;
        RawHttp.Got head = ask("HEAD", path);
        if (head.status() == 200) {
            assertThat(head.header("Content-Length")).as("HEAD " + path).isEqualTo(String.valueOf(size));
        } else {
            assertThat(head.status()).as("HEAD " + path).isEqualTo(503);
        }
        RawHttp.Got got = found(path);
        assertThat(OciCorpus.digest(got.body())).as(path).isEqualTo(digest);
        assertThat(got.header("Docker-Content-Digest")).isEqualTo(digest);
        assertThat(got.header("Content-Type")).isEqualTo("application/octet-stream");
    }

    void tagIsRight(String name, String tag) throws IOException {
        imageIsRight(name, tag, corpus.digest(name, tag));
    }

    void listIsRight(String name) throws IOException {
        String tags = String.join("\",\"", corpus.tags(name));
        assertThat(found("/v2/" + name + "/tags/list").text()).contains("[\"" + tags + "\"]");
    }

    /** Everything a client may ask. */
    void everythingIsRight() throws IOException {
        tagIsRight("library/tea", "v2");
        listIsRight("library/tea");
        RawHttp.Got absent = get("/v2/library/tea/manifests/v9");
        assertThat(absent.status()).as("what does not exist").isEqualTo(404);
        assertThat(absent.text()).contains("MANIFEST_UNKNOWN");
    }

    /** No registry answers: what was pulled is served, and what was not is no absence. */
    void darkIsRight() throws IOException {
        registries.forEach(registry -> registry.fault(Fault.REFUSED));
        tagIsRight("library/tea", "v2");
        listIsRight("library/tea");
        for (String never : List.of("/v2/library/tea/manifests/v1", "/v2/library/milk/tags/list")) {
            RawHttp.Got got = get(never);
            assertThat(got.status()).as(never).isEqualTo(503);
            assertThat(got.header("Retry-After")).isNotEmpty();
            assertThat(got.text()).contains("\"UNAVAILABLE\"");
        }
    }

    /** How often the registries together were asked for {@code path}. */
    int asked(String method, String path) {
        return registries.stream()
                .mapToInt(registry -> registry.asked(method, path))
                .sum();
    }

    @Override
    public void close() throws IOException {
        server.close();
        registries.forEach(OciRegistry::close);
    }
}
