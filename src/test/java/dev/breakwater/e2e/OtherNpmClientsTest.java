package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.NodeClient;
import dev.breakwater.testing.NodeClient.ClientProgram;
import dev.breakwater.testing.NpmCommand;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real pnpm and yarn through a server over three registries that break, and one that owns a scope. */
@Execution(ExecutionMode.CONCURRENT)
class OtherNpmClientsTest {
    private static final int PACKAGES = 12;
    private static final NpmSigner SIGNER = new NpmSigner();
    private static final NpmCorpus CORPUS = new NpmCorpus(SIGNER).tree(PACKAGES);
    private static final NpmCorpus OWN = new NpmCorpus(null)
            .publish("@acme/tool", "1.0.0", Map.of("@acme/base", "^1.0.0", "p003", "^1.0.0"), 500)
            .publish("@acme/base", "1.0.0", Map.of(), 500);

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /** A server, what it stands over, and a client of it. */
    private record Stand(List<NpmRegistry> registries, NpmRegistry owner, NodeClient client) {
        /** No registry answers from now on. */
        void dark() {
            registries.forEach(registry -> registry.fault(Fault.REFUSED));
            owner.fault(Fault.REFUSED);
        }

        /** No public registry was ever asked about an owned name. */
        void ownNamesAreUntold() {
            for (NpmRegistry registry : registries) {
                assertThat(registry.log().counts().keySet()).noneMatch(path -> path.contains("acme"));
            }
            assertThat(owner.log().counts().keySet()).anyMatch(path -> path.contains("acme"));
        }
    }

    private Stand stand(ClientProgram program) throws Exception {
        List<NpmRegistry> registries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            registries.add(opened(NpmRegistry.serving(CORPUS)));
        }
        NpmRegistry owner = opened(NpmRegistry.serving(OWN));
        Path keys = Files.writeString(folder.resolve("keys.json"), SIGNER.keys());
        String configuration = ConfiguredNpm.over(
                        registries.stream().map(NpmRegistry::url).toList(),
                        keys.toString(),
                        "    private: [{pattern: '@acme/*', from: acme}]\n")
                + "      - {name: acme, url: '%s', private-only: true}\n".formatted(owner.url());
        RunningServer server =
                opened(RunningServer.start(Files.createDirectory(folder.resolve("server")), configuration));
        NodeClient client = NodeClient.orSkip(program, folder.resolve("home"), server.url() + "/npm/");
        return new Stand(registries, owner, client);
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private Path project(String name) throws IOException {
        Path project = Files.createDirectories(folder.resolve(name));
        Files.writeString(project.resolve("package.json"), """
                {"name":"main","version":"1.0.0","license":"MIT",
                 "dependencies":{"%s":"^1.0.0","@acme/tool":"^1.0.0"}}""".formatted(NpmCorpus.name(0)));
        return project;
    }

    /** The run passed, and everything is there as it was published. */
    private static void isInstalled(NpmCommand.Ran ran, Path project) throws IOException {
        assertThat(ran.exit()).as(ran.output()).isZero();
        for (int i = 0; i < PACKAGES; i++) {
            assertThat(project.resolve("node_modules/" + NpmCorpus.name(i) + "/index.js"))
                    .hasContent("module.exports = '1.1.0'");
        }
        for (String own : List.of("@acme/tool", "@acme/base")) {
            assertThat(project.resolve("node_modules/" + own + "/index.js")).hasContent("module.exports = '1.0.0'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void install_passes_with_one_registry_hanging_then_from_the_lock_in_the_dark(ClientProgram program)
            throws Exception {
        Stand stand = stand(program);
        stand.registries().get(0).fault(Fault.BLACK_HOLE);
        Path project = project("project");
        isInstalled(stand.client().install(project, "one"), project);

        stand.dark();
        Path locked = project("locked");
        Files.copy(project.resolve(program.lock()), locked.resolve(program.lock()));
        isInstalled(stand.client().installLocked(locked, "dark"), locked);
        stand.ownNamesAreUntold();
    }

    @ParameterizedTest
    @EnumSource
    void install_passes_with_two_broken_registries_then_without_a_lock_in_the_dark(ClientProgram program)
            throws Exception {
        Stand stand = stand(program);
        stand.registries().get(0).tarballFault(Fault.BIT_FLIP);
        stand.registries().get(2).fault(Fault.REFUSED);
        Path project = project("project");
        isInstalled(stand.client().install(project, "two"), project);

        stand.dark();
        Path unlocked = project("unlocked");
        isInstalled(stand.client().install(unlocked, "dark"), unlocked);
        stand.ownNamesAreUntold();
    }
}
