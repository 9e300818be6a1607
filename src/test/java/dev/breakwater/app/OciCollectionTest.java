package dev.breakwater.app;

import static dev.breakwater.app.ImageRegistryClient.digest;
import static dev.breakwater.app.ImageRegistryClient.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.Configuration;
import dev.breakwater.config.Flags;
import dev.breakwater.event.Event;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.oci.OciFormat;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.RepositoryContext;
import dev.breakwater.repository.Upkeep;
import dev.breakwater.store.FileStore;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What pushed images keep and let go: pushed by HTTP, made old, collected, and asked for again. */
@Execution(ExecutionMode.CONCURRENT)
class OciCollectionTest {
    private static final String CONFIG = "{}";

    @TempDir
    private Path folder = Path.of("");

    private final List<Event> events = new ArrayList<>();
    private RunningServer server;
    private ImageRegistryClient registry;
    private String every = "1d";
    private String token = "";

    @BeforeEach
    void start() throws Exception {
        serve();
        registry = new ImageRegistryClient(() -> server.url());
        token = server.token("ci", "read,publish,delete");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        registry.code("GET", "team/app/tags/list", token, "").equals("404 NAME_UNKNOWN"));
    }

    private void serve() throws Exception {
        String configuration = """
                access: {anonymous: nothing}
                repositories:
                  team: {format: oci, hosted: true, collect-every: %s}
                """.formatted(every);
        server = RunningServer.start(folder, configuration);
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        server.close();
    }

    private String pushed(String name, String reference, String layer, String more) throws Exception {
        assertThat(registry.blob(name, token, CONFIG)).isEqualTo(201);
        assertThat(registry.blob(name, token, layer)).isEqualTo(201);
        String manifest = manifest(CONFIG, layer, more);
        String path = reference.isEmpty() ? digest(manifest) : reference;
        assertThat(registry.put(name, path, token, manifest).statusCode()).isEqualTo(201);
        return digest(manifest);
    }

    private String index(String reference, String child) throws Exception {
        String index = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
                {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":1}]}\
                """.formatted(child);
        String path = "team/app/manifests/" + (reference.isEmpty() ? digest(index) : reference);
        assertThat(registry.code("PUT", path, token, index)).isEqualTo("201");
        return digest(index);
    }

    private static String refersTo(String subject) {
        return ",\"subject\":{\"mediaType\":\"m/t\",\"digest\":\"" + subject + "\",\"size\":1}";
    }

    private Path entry(String path) {
        return folder.resolve("data/entries/team.private/" + path + "=");
    }

    private boolean hasManifest(String digest) {
        return Files.exists(entry("app/!pushed-manifests/" + digest.replace(':', '/')));
    }

    private boolean hasBlob(String image, String content) {
        String hex = digest(content).substring(7);
        return Files.exists(
                entry(image + (image.isEmpty() ? "!blobs" : "!links") + "/sha256/" + hex.substring(0, 2) + "/" + hex));
    }

    private void makeOld() throws IOException {
        makeOld("");
    }

    private void makeOld(String below) throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(10)));
        try (Stream<Path> all = Files.walk(folder.resolve("data/entries").resolve(below))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Files.getFileAttributeView(each, BasicFileAttributeView.class).setTimes(old, old, null);
            }
        }
    }

    /** Two collections, a day apart: bytes go only if both find no link to them. */
    private void collectTwice() throws Exception {
        collect();
        makeOld("team.private/!collection");
        collect();
    }

    /** One collection, with the server stopped, and started again. */
    private void collect() throws Exception {
        server.close();
        Path data = folder.resolve("data");
        Configuration read = new Configuration(
                SettingsSchema.of(Formats.of(Map.of()).sections()),
                Map.of(),
                new Flags(folder.resolve("breakwater.yaml"), null, data.toString(), false, null));
        var settings = read.load().settings();
        InstantSource clock = InstantSource.system();
        try (FileStore store = FileStore.open(data, clock, events::add)) {
            FormatContext context = new FormatContext(
                    settings, store, new NoFetcher(), _ -> {}, () -> null, events::add, new Clocks(clock, clock), 1);
            Upkeep upkeep = new OciFormat()
                    .start(context)
                    .open(new RepositoryContext(
                            Objects.requireNonNull(settings.repositories().get("team")),
                            Map.of(),
                            new Tiers("team", Selection.PRIORITY, List.of()),
                            _ -> null))
                    .upkeep()
                    .orElseThrow();
            upkeep.run(() -> true);
        }
        serve();
    }

    /** A collection fetches nothing. */
    private static final class NoFetcher implements Fetcher {
        @Override
        public Answer get(Resource resource, Caller caller) {
            throw new AssertionError("fetched " + resource.key());
        }

        @Override
        public void refresh(Resource resource) {
            throw new AssertionError("refreshed " + resource.key());
        }
    }

    private String notes() {
        return events.stream()
                .filter(Event.LogNote.class::isInstance)
                .map(Object::toString)
                .reduce("", String::concat);
    }

    @Test
    void what_no_tag_index_or_subject_keeps_is_removed_with_its_blobs() throws Exception {
        String tagged = pushed("team/app", "1", "layer", "");
        String signature = pushed("team/app", "", "signature", refersTo(tagged));
        String child = pushed("team/app", "", "of a child", "");
        index("many", child);
        String garbage = pushed("team/app", "", "of garbage", "");
        String aboutGarbage = pushed("team/app", "", "about garbage", refersTo(garbage));
        String childOfGarbage = pushed("team/app", "", "of a child of garbage", "");
        String garbageIndex = index("", childOfGarbage);
        assertThat(registry.blob("team/other", token, "of garbage")).isEqualTo(201);
        pushed("team/other", "1", "of garbage", "");
        makeOld();
        String young = pushed("team/app", "", "young", "");
        collectTwice();
        for (String each : List.of(garbage, aboutGarbage, garbageIndex, childOfGarbage)) {
            assertThat(hasManifest(each)).isFalse();
        }
        for (String each : List.of(tagged, signature, child, young)) {
            assertThat(hasManifest(each)).isTrue();
        }
        for (String each : List.of("layer", "signature", "of a child", "young")) {
            assertThat(registry.ask("GET", "team/app/blobs/" + digest(each), token, "")
                            .body())
                    .isEqualTo(each);
        }
        assertThat(hasBlob("app/", "of garbage")).isFalse();
        assertThat(hasBlob("", "about garbage")).isFalse();
        assertThat(hasBlob("", "of a child of garbage")).isFalse();
        assertThat(registry.ask("GET", "team/other/blobs/" + digest("of garbage"), token, "")
                        .body())
                .as("shared with an image that needs it")
                .isEqualTo("of garbage");
        assertThat(registry.ask("GET", "team/app/referrers/" + tagged, token, "")
                        .body())
                .contains(signature);
        assertThat(registry.ask("GET", "team/app/referrers/" + garbage, token, "")
                        .body())
                .contains("\"manifests\":[]");
        assertThat(notes())
                .contains("removed 4 manifests without a tag, 3 blobs from images, and the bytes of 0 blobs")
                .contains("removed 0 manifests without a tag, 0 blobs from images, and the bytes of 2 blobs");
    }

    @Test
    void an_image_whose_folder_is_missing_for_a_while_keeps_its_blobs() throws Exception {
        pushed("team/app", "1", "layer", "");
        pushed("team/other", "1", "of other", "");
        collect();
        makeOld();
        Path image = folder.resolve("data/entries/team.private/app");
        Path away = Files.move(image, folder.resolve("away"));
        collect();
        Files.move(away, image);
        assertThat(registry.ask("GET", "team/app/blobs/" + digest("layer"), token, "")
                        .body())
                .isEqualTo("layer");
    }

    @Test
    void what_a_client_was_told_is_here_stays() throws Exception {
        for (String each : List.of("asked for", "mounted", "forgotten", "deleted")) {
            assertThat(registry.blob("team/app", token, each)).isEqualTo(201);
        }
        String asked = pushed("team/app", "", "below", "");
        String tag = pushed("team/app", "old", "old", "");
        makeOld();
        registry.ask("HEAD", "team/app/blobs/" + digest("asked for"), token, "");
        registry.ask("HEAD", "team/app/manifests/" + asked, token, "");
        String mount = "team/new/blobs/uploads/?from=team/app&mount=";
        assertThat(registry.code("POST", mount + digest("mounted"), token, "")).isEqualTo("201");
        assertThat(registry.code("DELETE", "team/app/manifests/old", token, "")).isEqualTo("202");
        assertThat(registry.code("DELETE", "team/app/blobs/" + digest("deleted"), token, ""))
                .isEqualTo("202");
        String missing = digest("a manifest that is not here");
        index("sparse", missing);
        collectTwice();
        assertThat(hasBlob("app/", "asked for")).isTrue();
        assertThat(hasBlob("", "asked for")).isTrue();
        assertThat(hasManifest(asked)).isTrue();
        assertThat(hasBlob("app/", "below"))
                .as("of a manifest that was asked for")
                .isTrue();
        assertThat(hasManifest(tag)).as("it had a tag a moment ago").isTrue();
        assertThat(hasBlob("new/", "mounted")).isTrue();
        assertThat(hasBlob("", "mounted")).isTrue();
        assertThat(hasBlob("app/", "forgotten")).isFalse();
        assertThat(hasBlob("", "forgotten")).isFalse();
        assertThat(hasBlob("", "deleted")).isFalse();
        assertThat(registry.code("GET", "team/app/manifests/sparse", token, "")).isEqualTo("200");
    }

    @Test
    void a_push_uses_both_of_what_is_a_blob_and_a_manifest() throws Exception {
        String child = pushed("team/app", "", "below", "");
        assertThat(registry.blob("team/app", token, manifest(CONFIG, "below", "")))
                .isEqualTo(201);
        makeOld();
        index("many", child);
        String file = child.substring(child.indexOf(':') + 1) + "=";
        try (Stream<Path> all = Files.walk(folder.resolve("data/entries/team.private/app"))) {
            List<Path> both = all.filter(each -> each.endsWith(file)).toList();
            assertThat(both).hasSize(2);
            for (Path each : both) {
                FileTime used = (FileTime) Files.getAttribute(each, "lastAccessTime");
                assertThat(used.toInstant())
                        .as(each.toString())
                        .isAfter(Instant.now().minus(Duration.ofDays(1)));
            }
        }
    }

    @Test
    void of_an_image_that_is_not_whole_nothing_is_removed() throws Exception {
        String tagged = pushed("team/app", "1", "layer", "");
        String garbage = pushed("team/app", "", "of garbage", "");
        pushed("team/other", "", "of other garbage", "");
        assertThat(registry.blob("team/other", token, "deleted")).isEqualTo(201);
        assertThat(registry.code("DELETE", "team/other/blobs/" + digest("deleted"), token, ""))
                .isEqualTo("202");
        collect();
        makeOld();
        Path broken = entry("app/!pushed-manifests/" + tagged.replace(':', '/'));
        byte[] bytes = Files.readAllBytes(broken);
        bytes[10] ^= 1;
        FileTime time = Files.getLastModifiedTime(broken);
        Files.write(broken, bytes);
        Files.getFileAttributeView(broken, BasicFileAttributeView.class).setTimes(time, time, null);
        collect();
        assertThat(hasManifest(garbage)).isTrue();
        assertThat(hasBlob("app/", "of garbage")).isTrue();
        assertThat(hasBlob("", "of garbage")).isTrue();
        assertThat(hasBlob("other/", "of other garbage")).isFalse();
        assertThat(hasBlob("", "deleted")).as("the broken image may have it").isTrue();
        assertThat(events)
                .anySatisfy(each -> assertThat(each.toString())
                        .contains("Alarm", "/v2/team/app/", "nothing of this image is removed"));
    }

    @Test
    void what_a_crash_left_between_a_manifest_and_the_list_of_referrers_is_mended() throws Exception {
        String tagged = pushed("team/app", "1", "layer", "");
        String signature = pushed("team/app", "", "signature", refersTo(tagged));
        String gone = pushed("team/app", "", "gone", refersTo(tagged));
        String list = "app/!referrers/" + tagged.replace(':', '/') + "/";
        Files.delete(entry(list + signature.replace(':', '-')));
        Files.delete(entry("app/!pushed-manifests/" + gone.replace(':', '/')));
        collect();
        assertThat(registry.ask("GET", "team/app/referrers/" + tagged, token, "")
                        .body())
                .contains(signature)
                .doesNotContain(gone);
    }

    @Test
    void a_server_collects_by_itself() throws Exception {
        String tagged = pushed("team/app", "1", "layer", "");
        pushed("team/app", "", "of garbage", "");
        server.close();
        makeOld();
        every = "1s";
        serve();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !hasBlob("app/", "of garbage")
                        && Files.exists(folder.resolve("data/entries/team.private/!collection/linked=")));
        makeOld("team.private/!collection");
        await().atMost(Duration.ofSeconds(30)).until(() -> !hasBlob("", "of garbage"));
        assertThat(hasManifest(tagged)).isTrue();
        assertThat(registry.ask("GET", "team/app/blobs/" + digest("layer"), token, "")
                        .body())
                .isEqualTo("layer");
    }
}
