package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmLie;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registries that break and lie: clients get what is right, within the patience of the least patient of them. */
@Execution(ExecutionMode.CONCURRENT)
class NpmFaultsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String INSTALL =
            "Accept: application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";

    /** yarn 1 gives up after 30 s, and the server promises to answer within 20. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final NpmSigner SIGNER = new NpmSigner();
    private static final NpmCorpus SIGNED = corpus(SIGNER);
    private static final NpmCorpus UNSIGNED = corpus(null);

    /** All but those of TLS, of modules and of databases that npm does not have, and those that are very like another. */
    static final List<Fault> FAULTS = Stream.of(Fault.values())
            .filter(fault -> fault.layer() != Fault.Layer.CHECKSUM)
            .filter(fault -> switch (fault) {
                case EXPIRED_CERTIFICATE,
                        TIMELESS_INFO,
                        WRONG_VERSION,
                        REPACKED_ZIP,
                        STALE_LIST,
                        REDIRECT_ELSEWHERE,
                        STATUS_502,
                        STATUS_503,
                        STATUS_504,
                        TEAPOT_418,
                        GOAWAY,
                        PAUSES,
                        HTML_404,
                        HTML_LABEL,
                        RANGE_IGNORED,
                        RANGE_WRONG_TOTAL,
                        REDIRECT_LOOP -> false;
                default -> true;
            })
            .toList();

    @TempDir
    private Path folder;

    private static NpmCorpus corpus(@Nullable NpmSigner signer) {
        return new NpmCorpus(signer)
                .publish("tea", "1.0.0", Map.of("water", "^1.0.0"), 3_000)
                .publish("tea", "1.1.0", Map.of("water", "^1.0.0", "@leaf/green", "^1.0.0"), 200_000)
                .publish("@leaf/green", "1.0.0", Map.of("water", "^1.0.0"), 40_000)
                .publish("@leaf/green", "1.1.0", Map.of("water", "^1.0.0"), 2_000)
                .publish("water", "1.0.0", Map.of("tea", "*"), 10)
                .publish("water", "1.0.1", Map.of("tea", "*"), 10);
    }

    /** Three registries and a server over them. */
    private record Stand(NpmCorpus corpus, List<NpmRegistry> registries, RunningServer server)
            implements AutoCloseable {
        static Stand over(NpmCorpus corpus, Path folder) throws Exception {
            List<NpmRegistry> registries = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                registries.add(NpmRegistry.serving(corpus));
            }
            String keys = Files.writeString(folder.resolve("keys.json"), SIGNER.keys())
                    .toString();
            List<String> urls = registries.stream().map(NpmRegistry::url).toList();
            return new Stand(
                    corpus, registries, RunningServer.start(folder, ConfiguredNpm.over(urls, keys, "    fresh: 1s\n")));
        }

        Stand broken(int count, Consumer<NpmRegistry> how) {
            registries.subList(0, count).forEach(how);
            return this;
        }

        RawHttp.Got get(String path, String... headers) throws IOException {
            RawHttp.Got got = RawHttp.get(server.url() + "/npm" + path, PATIENCE, headers);
            assertThat(got.end()).as(path).isEqualTo(RawHttp.End.COMPLETE);
            assertThat(got.total()).as(path).isLessThan(PATIENCE);
            return got;
        }

        /** The document in both forms, coded and not. */
        List<JsonNode> documents(String name) throws IOException {
            RawHttp.Got full = get("/" + name.replace("/", "%2f"), "Accept: application/json", "Accept-Encoding: gzip");
            assertThat(full.status()).as("%s: %s", name, full.text()).isEqualTo(200);
            RawHttp.Got install = get("/" + name, INSTALL);
            assertThat(install.status()).as("%s: %s", name, install.text()).isEqualTo(200);
            assertThat(install.header("content-type")).isEqualTo("application/vnd.npm.install-v1+json");
            return List.of(JSON.readTree(unpacked(full)), JSON.readTree(install.body()));
        }

        private static byte[] unpacked(RawHttp.Got got) throws IOException {
            if (got.header("x-breakwater").startsWith("stale")
                    && got.header("content-encoding").isEmpty()) {
                // narrowed to what is held, for this request alone
                return got.body();
            }
            assertThat(got.header("content-encoding")).isEqualTo("gzip");
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(got.body()))) {
                return in.readAllBytes();
            }
        }

        /** Whether a version in a document is as it was published. */
        void isTrue(JsonNode manifest, String name, String version) {
            assertThat(manifest.path("version").asString()).isEqualTo(version);
            assertThat(manifest.path("dist").path("integrity").asString())
                    .as("%s@%s", name, version)
                    .isEqualTo(corpus.integrity(name, version));
            Map<String, String> dependencies = new TreeMap<>();
            manifest.path("dependencies")
                    .properties()
                    .forEach(each ->
                            dependencies.put(each.getKey(), each.getValue().asString()));
            assertThat(dependencies).as("%s@%s", name, version).isEqualTo(corpus.dependencies(name, version));
            assertThat(manifest.path("dist").path("tarball").asString())
                    .isEqualTo(server.url() + "/npm" + corpus.tarballPath(name, version));
        }

        void documentIsRight(String name) throws IOException {
            for (JsonNode document : documents(name)) {
                List<String> versions = new ArrayList<>();
                document.path("versions").properties().forEach(each -> {
                    versions.add(each.getKey());
                    isTrue(each.getValue(), name, each.getKey());
                });
                assertThat(versions).as(name).containsExactlyInAnyOrderElementsOf(corpus.versions(name));
                assertThat(document.path("dist-tags").path("latest").asString())
                        .as(name)
                        .isEqualTo(corpus.versions(name).getLast());
            }
        }

        void tarballIsRight(String name, String version) throws IOException {
            RawHttp.Got got = get(corpus.tarballPath(name, version));
            assertThat(got.status())
                    .as("%s@%s: %s", name, version, got.status() == 200 ? "" : got.text())
                    .isEqualTo(200);
            assertThat(got.body()).as("%s@%s", name, version).isEqualTo(corpus.tarball(name, version));
        }

        /** Everything a client may ask; a tarball whose document was never asked too. */
        void everythingIsRight() throws IOException {
            tarballIsRight("water", "1.0.1");
            for (String name : List.of("@leaf/green", "tea")) {
                documentIsRight(name);
            }
            tarballIsRight("tea", "1.1.0");
            tarballIsRight("@leaf/green", "1.1.0");
            assertThat(get("/coffee").status()).as("what does not exist").isEqualTo(404);
        }

        /** No registry answers: what was installed is served. */
        void darkIsRight() throws IOException {
            registries.forEach(registry -> registry.fault(Fault.REFUSED));
            tarballIsRight("water", "1.0.1");
            tarballIsRight("tea", "1.1.0");
            tarballIsRight("@leaf/green", "1.1.0");
            for (String name : List.of("@leaf/green", "tea")) {
                String newest = corpus.versions(name).getLast();
                for (JsonNode document : documents(name)) {
                    isTrue(document.path("versions").path(newest), name, newest);
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            registries.forEach(NpmRegistry::close);
        }
    }

    @ParameterizedTest
    @FieldSource("FAULTS")
    void one_of_three_registries_broken_is_not_noticed(Fault fault) throws Exception {
        try (Stand stand = Stand.over(UNSIGNED, folder).broken(1, it -> it.fault(fault))) {
            stand.everythingIsRight();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSED", "BLACK_HOLE", "STALL", "TRUNCATED", "STATUS_500", "HTML_200", "LYING_404", "BIT_FLIP"})
    void two_of_three_registries_broken_still_give_what_is_signed(Fault fault) throws Exception {
        try (Stand stand = Stand.over(SIGNED, folder).broken(2, it -> it.fault(fault))) {
            stand.everythingIsRight();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NpmLie.class,
            names = {"WRONG_INTEGRITY", "OTHER_PACKAGE", "EMPTY_OBJECT", "ERROR_200", "STRIPPED", "TAGLESS"})
    void two_registries_with_the_same_lie_do_not_replace_what_is_signed(NpmLie lie) throws Exception {
        try (Stand stand = Stand.over(SIGNED, folder).broken(2, it -> it.lie(lie))) {
            stand.everythingIsRight();
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_registry_that_lies_is_outvoted(NpmLie lie) throws Exception {
        try (Stand stand = Stand.over(UNSIGNED, folder).broken(1, it -> it.lie(lie))) {
            stand.everythingIsRight();
            stand.darkIsRight();
        }
    }

    @Test
    void errors_with_status_200_are_no_absence() throws Exception {
        try (Stand stand = Stand.over(SIGNED, folder).broken(3, it -> it.lie(NpmLie.ERROR_200))) {
            RawHttp.Got got = stand.get("/tea");
            assertThat(got.status()).as(got.text()).isEqualTo(503);
            assertThat(got.text()).contains("an error instead of the document");
            stand.registries().getLast().heal();
            stand.documentIsRight("tea");
        }
    }

    @Test
    void two_registries_with_errors_deny_nothing_while_the_third_is_down() throws Exception {
        try (Stand stand = Stand.over(SIGNED, folder).broken(2, it -> it.lie(NpmLie.ERROR_200))) {
            stand.registries().getLast().fault(Fault.REFUSED);
            RawHttp.Got got = stand.get("/tea");
            assertThat(got.status()).as(got.text()).isEqualTo(503);
        }
    }
}
