package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.Formats;
import dev.breakwater.app.RunningServer;
import dev.breakwater.app.SettingsSchema;
import dev.breakwater.config.Configuration;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Settings;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import dev.breakwater.testing.SkopeoCommand;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Pulling images through a whole server: a real client, the names that images have, and what registries are asked for. */
@Execution(ExecutionMode.CONCURRENT)
class OciEndToEndTest {
    private static final String TEA = "/v2/library/tea/manifests/";

    @TempDir
    private Path folder;

    private Path server() throws Exception {
        return Files.createDirectory(folder.resolve("server"));
    }

    private void isCopied(SkopeoCommand skopeo, OciStand stand, String name, String tag, String to) throws Exception {
        String host = URI.create(stand.server().url()).getAuthority();
        Path copy = folder.resolve(to);
        SkopeoCommand.Copied copied = skopeo.copy(host + "/" + name + ":" + tag, copy);
        assertThat(copied.exit()).as(copied.output()).isZero();
        try (Stream<Path> files = Files.list(copy)) {
            // the index, and of each platform a manifest, a configuration and a layer; one layer is shared
            assertThat(files.filter(file -> !file.endsWith("version")).count()).isEqualTo(8);
        }
        assertThat(OciCorpus.digest(Files.readAllBytes(copy.resolve("manifest.json"))))
                .isEqualTo(stand.corpus().digest("library/tea", tag));
    }

    @Test
    void skopeo_copies_cold_and_warm_with_one_registry_broken_and_in_the_dark() throws Exception {
        SkopeoCommand skopeo = SkopeoCommand.orSkip(Files.createDirectory(folder.resolve("home")));
        try (OciStand stand = OciStand.over(OciStand.images(), server(), 3)) {
            isCopied(skopeo, stand, "hub/library/tea", "v1", "cold");
            isCopied(skopeo, stand, "tea", "v1", "warm");
            stand.broken(1, it -> it.fault(Fault.BIT_FLIP));
            isCopied(skopeo, stand, "docker.io/tea", "v2", "broken");
            stand.broken(1, it -> it.fault(Fault.BLACK_HOLE));
            isCopied(skopeo, stand, "hub/tea", "v3", "silent");
            stand.listIsRight("library/tea");
            stand.registries().forEach(it -> it.fault(Fault.REFUSED));
            for (String tag : List.of("v1", "v2", "v3")) {
                isCopied(skopeo, stand, "library/tea", tag, "dark-" + tag);
            }
            String host = URI.create(stand.server().url()).getAuthority();
            assertThat(stand.found("/v2/_catalog").text()).isEqualTo("{\"repositories\":[\"hub/library/tea\"]}");
            assertThat(stand.found("/v2/_catalog?ns=docker.io").text())
                    .as("in the dark, as its registry calls it")
                    .isEqualTo("{\"repositories\":[\"library/tea\"]}");
            SkopeoCommand.Copied tags = skopeo.tags(host + "/hub/tea");
            assertThat(tags.exit()).as(tags.output()).isZero();
            assertThat(tags.output()).contains("\"v1\"", "\"v2\"", "\"v3\"");
        }
    }

    @Test
    void skopeo_comes_here_by_the_file_that_env_prints() throws Exception {
        SkopeoCommand skopeo = SkopeoCommand.orSkip(Files.createDirectory(folder.resolve("home")));
        try (OciStand stand = OciStand.over(OciStand.images(), server(), 2)) {
            URI address = URI.create(stand.server().url());
            KnownFormats formats = Formats.of(Map.of());
            Settings settings = new Configuration(
                            SettingsSchema.of(formats.sections()),
                            Map.of(),
                            Flags.file(stand.server().file()))
                    .load()
                    .settings();
            String text = formats.programs(settings, address).stream()
                    .filter(each -> each.program().equals("podman"))
                    .map(each -> each.files().firstEntry().getValue())
                    .findFirst()
                    .orElseThrow();
            Path registries = Files.writeString(folder.resolve("registries.conf"), text);
            SkopeoCommand.Copied copied = skopeo.copy("docker.io/library/tea:v1", folder.resolve("copy"), registries);
            assertThat(copied.exit()).as(copied.output()).isZero();
            assertThat(OciCorpus.digest(Files.readAllBytes(folder.resolve("copy/manifest.json"))))
                    .isEqualTo(stand.corpus().digest("library/tea", "v1"));
        }
    }

    @Test
    void an_image_is_one_however_it_is_spelled() throws Exception {
        try (OciStand stand = OciStand.over(OciStand.images(), server(), 2)) {
            String digest = stand.corpus().digest("library/tea", "v1");
            for (String name : List.of(
                    "library/tea",
                    "tea",
                    "hub/library/tea",
                    "hub/tea",
                    "docker.io/library/tea",
                    "docker.io/tea",
                    "index.docker.io/tea",
                    "registry-1.docker.io/library/tea")) {
                RawHttp.Got got = stand.found("/v2/" + name + "/manifests/v1");
                assertThat(got.header("Docker-Content-Digest")).as(name).isEqualTo(digest);
            }
            for (String registry : List.of("docker.io", "registry-1.docker.io")) {
                assertThat(stand.found(TEA + "v1?ns=" + registry).header("Docker-Content-Digest"))
                        .isEqualTo(digest);
            }
            assertThat(stand.asked("GET", TEA + digest)).isEqualTo(1);
            for (String unknown : List.of(TEA + "v1?ns=quay.io", TEA + "v1?ns=127.0.0.1:9", TEA + "v1?ns=")) {
                RawHttp.Got got = stand.get(unknown);
                assertThat(got.status()).as(unknown).isEqualTo(404);
                assertThat(got.text()).contains("NAME_UNKNOWN");
            }
        }
    }

    @Test
    void every_answer_names_the_protocol_and_a_stale_tag_has_a_warning() throws Exception {
        try (OciStand stand = OciStand.over(OciStand.images(), server(), 2)) {
            String version = "Docker-Distribution-Api-Version";
            for (String path :
                    List.of("/v2/", TEA + "v1", TEA + "v1", TEA + "v9", "/v2/Tea/tags/list", "/v2/tea/nothing")) {
                assertThat(stand.get(path).header(version)).as(path).isEqualTo("registry/2.0");
            }
            RawHttp.Got upload = stand.ask("POST", "/v2/library/tea/blobs/uploads/");
            assertThat(upload.status()).isEqualTo(401);
            assertThat(upload.header(version)).isEqualTo("registry/2.0");
            for (int i = 0; i < 3; i++) {
                for (String name : List.of("docker.io", "registry-1.docker.io")) {
                    assertThat(stand.found(TEA + "v1?ns=" + name).header("OCI-Namespace"))
                            .isEqualTo(name);
                }
                RawHttp.Got plain = stand.found(TEA + "v1");
                assertThat(plain.header("OCI-Namespace")).isEmpty();
                assertThat(plain.header("Warning")).isEmpty();
            }
            assertThat(stand.get(TEA + "v1?ns=quay.io").header("OCI-Namespace"))
                    .as("of a stranger")
                    .isEmpty();
            stand.registries().forEach(it -> it.fault(Fault.REFUSED));
            await().until(() -> stand.found(TEA + "v1").header("X-Breakwater").startsWith("stale"));
            assertThat(stand.found(TEA + "v1").header("Warning"))
                    .startsWith("299 - \"")
                    .contains("library/tea:v1");
        }
    }

    @Test
    void the_console_knows_tags_digests_sizes_and_the_command_and_counts_pulls() throws Exception {
        try (OciStand stand = OciStand.over(OciStand.images(), server(), 2)) {
            stand.tagIsRight("library/tea", "v1");
            String digest = stand.corpus().digest("library/tea", "v1");
            String address = URI.create(stand.server().url()).getAuthority();
            String query = "repository=hub&module=library/tea";
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                String versions =
                        stand.get("/-/api/v1/modules/versions?" + query).text();
                assertThat(versions)
                        .contains("{\"version\":\"v1\",\"target\":\"" + digest + "\",\"bytes\":")
                        .contains("\"command\":\"docker pull " + address + "/hub/library/tea:v1\"")
                        .contains("\"command\":\"docker pull " + address + "/hub/library/tea@" + digest + "\"")
                        .doesNotContain("\"target\":\"" + digest + "\",\"bytes\":0,")
                        .containsPattern("\"version\":\"v1\",\"kinds\":\\[\"tag\"\\][^}]*\"downloads\":1");
            });
            assertThat(stand.found("/-/console/module?" + query).text())
                    .contains("<code>docker pull " + address + "/hub/library/tea:v1</code>", digest);
        }
    }

    @Test
    void registries_of_the_same_names_are_never_mixed() throws Exception {
        OciCorpus other = new OciCorpus();
        other.push("library/tea", "v1", 777);
        OciCorpus images = OciStand.images();
        try (OciRegistry hub = OciRegistry.serving(images);
                OciRegistry quay = OciRegistry.serving(other);
                RunningServer server = RunningServer.start(
                        server(),
                        ConfiguredOci.over(List.of(hub.url()), "", "")
                                + "  q:\n    format: oci\n    registry: quay.io\n    upstreams: [{url: '" + quay.url()
                                + "'}]\n");
                OciStand stand = new OciStand(images, List.of(), server)) {
            String ours = images.digest("library/tea", "v1");
            String theirs = other.digest("library/tea", "v1");
            for (int i = 0; i < 3; i++) {
                for (String path : List.of(
                        "/v2/library/tea/manifests/v1", TEA + "v1?ns=docker.io", "/hub/library/tea/manifests/v1")) {
                    assertThat(OciCorpus.digest(stand.found(path).body()))
                            .as(path)
                            .isEqualTo(ours);
                }
                for (String path : List.of(
                        "/v2/q/library/tea/manifests/v1",
                        TEA + "v1?ns=quay.io",
                        "/v2/quay.io/library/tea/manifests/v1",
                        "/q/library/tea/manifests/v1")) {
                    assertThat(OciCorpus.digest(stand.found(path).body()))
                            .as(path)
                            .isEqualTo(theirs);
                }
                assertThat(stand.get("/v2/q/tea/manifests/v1").status())
                        .as("library/ is Docker Hub's")
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void many_clients_and_tags_of_one_digest_cost_one_manifest_upstream() throws Exception {
        OciCorpus images = OciStand.images();
        images.move("library/tea", "v2", "v1");
        images.move("library/tea", "v3", "v1");
        String digest = images.digest("library/tea", "v1");
        try (OciStand stand = OciStand.over(images, server(), 3);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawHttp.Got>> all = IntStream.range(0, 60)
                    .mapToObj(i -> clients.submit(() -> stand.get(TEA + "v" + (i % 3 + 1))))
                    .toList();
            for (Future<RawHttp.Got> each : all) {
                assertThat(OciCorpus.digest(each.get().body())).isEqualTo(digest);
            }
            assertThat(stand.asked("GET", TEA + digest)).isEqualTo(1);
            for (int i = 1; i <= 3; i++) {
                assertThat(stand.asked("GET", TEA + "v" + i)).isZero();
            }
        }
    }

    @Test
    void private_images_are_asked_of_their_owner_alone_and_their_blobs_open_under_no_other_name() throws Exception {
        OciCorpus own = new OciCorpus();
        own.push("acme/app", "v1", 900);
        try (OciRegistry hub = OciRegistry.serving(OciStand.images());
                OciRegistry harbor = OciRegistry.serving(own);
                RunningServer server = RunningServer.start(
                        server(),
                        ConfiguredOci.over(List.of(hub.url()), "    private: [{pattern: 'acme/*', from: harbor}]\n", "")
                                + "      - {name: harbor, url: '" + harbor.url() + "', private-only: true}\n");
                OciStand stand = new OciStand(own, List.of(hub, harbor), server)) {
            stand.tagIsRight("acme/app", "v1");
            stand.listIsRight("acme/app");
            assertThat(hub.log().count()).isZero();
            List<String> blobs = harbor.log().counts().keySet().stream()
                    .filter(path -> path.contains("/blobs/"))
                    .map(path -> path.substring(path.lastIndexOf('/') + 1))
                    .toList();
            assertThat(blobs).isNotEmpty();
            for (String blob : blobs) {
                assertThat(stand.get("/v2/library/tea/blobs/" + blob).status()).isEqualTo(404);
                assertThat(stand.ask("HEAD", "/v2/library/tea/blobs/" + blob).status())
                        .isEqualTo(404);
            }
            harbor.fault(Fault.REFUSED);
            stand.tagIsRight("acme/app", "v1");
            assertThat(stand.get("/v2/acme/other/manifests/v1").status()).isEqualTo(503);
            assertThat(hub.log().counts().keySet()).noneMatch(path -> path.contains("acme"));
        }
    }

    @Test
    void tokens_are_fetched_once_an_image_and_a_dead_token_service_costs_nothing_that_is_held() throws Exception {
        try (OciStand stand = OciStand.over(OciStand.images(), server(), 1)) {
            OciRegistry registry = stand.registries().getFirst();
            registry.demandTokensOf(registry);
            stand.tagIsRight("library/tea", "v1");
            stand.tagIsRight("library/tea", "v2");
            assertThat(registry.asked("GET", "/token")).isEqualTo(1);
            registry.tokenFault(Fault.STATUS_500);
            stand.tagIsRight("library/tea", "v2");
            RawHttp.Got got = stand.get("/v2/herbs/mint/manifests/latest");
            assertThat(got.status()).as(got.text()).isEqualTo(503);
            assertThat(got.text()).contains("token service");
        }
    }

    @Test
    void a_token_service_that_answers_garbage_makes_nothing_absent() throws Exception {
        try (OciStand stand = OciStand.over(OciStand.images(), server(), 2)) {
            for (OciRegistry registry : stand.registries()) {
                registry.demandTokensOf(registry);
                registry.tokenReply("<html>");
            }
            RawHttp.Got got = stand.get(TEA + "v1");
            assertThat(got.status()).as(got.text()).isEqualTo(503);
            stand.registries().getLast().tokenReply("{\"access_token\":\"let-me-in\",\"expires_in\":-1}");
            stand.tagIsRight("library/tea", "v1");
        }
    }
}
