package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciLie;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a manifest says of its blobs' sizes: a limit of what is fetched, and the answer to a HEAD. */
@Execution(ExecutionMode.CONCURRENT)
class OciSizesTest {
    private static final String TEA = "/v2/library/tea/";
    private static final int SIZE = 400_000;

    @TempDir
    private Path folder;

    /** {@code library/tea:v1} of one layer, and the layer's path. */
    private record OneLayer(OciCorpus images, String path) {
        static OneLayer made() {
            OciCorpus images = new OciCorpus();
            String digest = images.pushLarge("library/tea", "v1", 1, SIZE).getFirst();
            return new OneLayer(images, TEA + "blobs/" + digest);
        }
    }

    private static void headIsRight(OciStand stand, String blob) throws Exception {
        RawHttp.Got head = stand.ask("HEAD", blob);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(SIZE));
        assertThat(head.header("Docker-Content-Digest")).isEqualTo(blob.substring(blob.lastIndexOf('/') + 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"LONG_BLOBS", "EMPTY_BLOBS"})
    void a_registry_that_announces_another_size_is_left_at_once(OciLie lie) throws Exception {
        OneLayer layer = OneLayer.made();
        try (OciStand stand = OciStand.over(layer.images, folder, 2)) {
            stand.found(TEA + "manifests/v1");
            OciRegistry liar = stand.registries().getFirst();
            liar.lie(lie);
            RawHttp.Got got = stand.found(layer.path);
            assertThat(OciCorpus.digest(got.body())).isEqualTo(layer.path.replaceFirst(".*/", ""));
            assertThat(liar.asked("GET", layer.path)).isEqualTo(1);
        }
    }

    @Test
    void an_image_without_a_right_blob_is_unavailable_and_not_absent() throws Exception {
        OneLayer layer = OneLayer.made();
        try (OciStand stand = OciStand.over(layer.images, folder, 1)) {
            stand.found(TEA + "manifests/v1");
            stand.registries().getFirst().lie(OciLie.LONG_BLOBS);
            stand.registries().getFirst().line(20_000);
            RawHttp.Got got = stand.get(layer.path);
            assertThat(got.status()).as(got.text()).isEqualTo(503);
            assertThat(got.total())
                    .as("its bytes are not read: that many take 20 s")
                    .isLessThan(Duration.ofSeconds(8));
            assertThat(got.text()).contains("the " + SIZE + " bytes that are on record");
        }
    }

    @Test
    void a_head_of_a_blob_that_is_not_here_is_answered_by_its_manifest() throws Exception {
        OneLayer layer = OneLayer.made();
        Path server = Files.createDirectory(folder.resolve("server"));
        try (OciStand stand = OciStand.over(layer.images, server, 2)) {
            stand.found(TEA + "manifests/v1");
            headIsRight(stand, layer.path);
            stand.registries().forEach(each -> each.fault(Fault.REFUSED));
            headIsRight(stand, layer.path);
            assertThat(stand.asked("HEAD", layer.path)).isZero();
            assertThat(stand.asked("GET", layer.path))
                    .as("nothing is fetched for it")
                    .isZero();
            assertThat(stand.get(layer.path).status()).isEqualTo(503);
        }
    }

    @Test
    void the_manifests_that_are_held_say_it_after_a_restart() throws Exception {
        OneLayer layer = OneLayer.made();
        try (OciRegistry registry = OciRegistry.serving(layer.images)) {
            String configuration = ConfiguredOci.over(List.of(registry.url()), "", "");
            try (RunningServer server = RunningServer.start(folder, configuration)) {
                new OciStand(layer.images, List.of(registry), server).found(TEA + "manifests/v1");
            }
            try (RunningServer server = RunningServer.start(folder, configuration)) {
                headIsRight(new OciStand(layer.images, List.of(registry), server), layer.path);
                assertThat(registry.asked("HEAD", layer.path)).isZero();
            }
        }
    }

    @Test
    void a_head_of_what_can_not_be_delivered_is_not_answered_by_a_manifest() throws Exception {
        OneLayer layer = OneLayer.made();
        layer.images.push("library/tea", "many", 100);
        try (OciRegistry registry = OciRegistry.serving(layer.images)) {
            String configuration = ConfiguredOci.over(List.of(registry.url()), "", "");
            try (RunningServer server = RunningServer.start(folder, configuration)) {
                OciStand stand = new OciStand(layer.images, List.of(registry), server);
                stand.found(TEA + "manifests/v1");
                String index = stand.found(TEA + "manifests/many").text();
                String child = TEA + "blobs/" + index.replaceFirst("(?s).*?\"digest\":\"([^\"]+)\".*", "$1");
                assertThat(stand.ask("HEAD", child).status())
                        .as("a manifest is no blob")
                        .isEqualTo(stand.get(child).status())
                        .isEqualTo(404);
            }
            try (RunningServer server = RunningServer.start(folder, "offline: true\n" + configuration)) {
                OciStand stand = new OciStand(layer.images, List.of(registry), server);
                assertThat(stand.ask("HEAD", layer.path).status())
                        .as("offline")
                        .isEqualTo(stand.get(layer.path).status())
                        .isNotEqualTo(200);
            }
        }
    }

    @Test
    void without_a_manifest_a_registry_is_asked_by_head_and_another_image_says_nothing() throws Exception {
        OneLayer layer = OneLayer.made();
        layer.images.push("herbs/mint", "latest", 100);
        try (OciStand stand = OciStand.over(layer.images, folder, 1)) {
            headIsRight(stand, layer.path);
            assertThat(stand.asked("HEAD", layer.path)).isPositive();
            assertThat(stand.asked("GET", layer.path)).isZero();
            stand.found(TEA + "manifests/v1");
            String elsewhere = layer.path.replace("library/tea", "herbs/mint");
            assertThat(stand.ask("HEAD", elsewhere).status()).isEqualTo(404);
        }
    }
}
