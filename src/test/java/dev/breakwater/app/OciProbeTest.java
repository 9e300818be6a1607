package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciLie;
import dev.breakwater.testing.OciRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code probe --format oci} over registries in the test. */
class OciProbeTest {
    @TempDir
    private Path folder = Path.of("");

    private final OciCorpus corpus = new OciCorpus();
    private final List<OciRegistry> registries = new ArrayList<>();
    private Path config = Path.of("");

    @BeforeEach
    void serve() throws Exception {
        for (String tag : List.of("v1", "v2")) {
            corpus.push("library/tea", tag, 90_000);
        }
        corpus.push("library/big", "v1", 900_000);
        for (int i = 0; i < 3; i++) {
            registries.add(OciRegistry.serving(corpus));
        }
        config = Files.writeString(
                folder.resolve("b.yaml"),
                "repositories: {hub: {format: oci, registry: docker.io, upstreams: [{name: main, authority: true, url: '"
                        + registries.getFirst().url() + "'}], private: [{pattern: 'library/own', from: main}]},"
                        + " team: {format: oci, hosted: true}}\n");
    }

    @AfterEach
    void stop() {
        registries.forEach(OciRegistry::close);
    }

    private Shell.Ran probe(String... args) {
        List<String> all = new ArrayList<>(List.of("probe", "--format", "oci", "--config", config.toString()));
        all.addAll(List.of(
                "--time", "15s", "--at-once", "8", "--module", "library/tea:v1", "--module", "hot library/big:v1"));
        all.addAll(Arrays.asList(args));
        return Shell.run(Map.of("HOME", folder.toString()), all.toArray(String[]::new));
    }

    private String[] urls() {
        return registries.stream().map(OciRegistry::url).toArray(String[]::new);
    }

    private static long manifests(OciRegistry registry) {
        return registry.log().counts().entrySet().stream()
                .filter(each -> each.getKey().contains("/manifests/sha256:"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void registries_are_compared_by_digests_with_few_manifests() {
        OciRegistry second = registries.get(1);
        second.demandTokensOf(registries.get(2));
        Shell.Ran ran = probe(urls());
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out().lines().findFirst())
                .hasValueSatisfying(titles -> assertThat(titles.split(" {2,}", -1))
                        .contains(
                                "mirror", "tag p50/p95", "manifest p50/p95", "hot", "lists", "content", "pulls left"));
        assertThat(ran.out())
                .containsPattern("(?m)^main +good ")
                .contains("token: no, digest with tags: yes", "token: yes, digest with tags: yes")
                .contains("authority: true", "registry: docker.io", "{\"registry-mirrors\": [");
        registries.forEach(registry ->
                assertThat(manifests(registry)).as("two of each image").isEqualTo(4));
    }

    @Test
    void wrong_bytes_and_other_digests_are_found() {
        registries.get(1).blobFault(Fault.BIT_FLIP);
        registries.get(2).lie(OciLie.OTHER_IMAGE);
        Shell.Ran ran = probe(urls());
        assertThat(ran.out())
                .contains("has the digest sha256:")
                .contains("another digest for ")
                .containsPattern("(?m)^main +good ");
    }

    @Test
    void private_images_are_asked_of_no_registry() {
        assertThat(probe("--module", "library/own:v1", urls()[0]).code()).isZero();
        assertThat(registries.getFirst().log().counts().keySet())
                .anyMatch(path -> path.contains("library/tea"))
                .noneMatch(path -> path.contains("library/own"));
    }

    @Test
    void what_is_no_image_or_feed_is_named() {
        assertThat(probe("--module", "Tea:v1", urls()[0]).err()).contains("is not an image's name");
        assertThat(probe("--module", "tea:a/b", urls()[0]).err()).contains("is not a tag");
        assertThat(probe("--index", "https://index.example", urls()[0]).err()).contains("a feed of Go modules");
    }
}
