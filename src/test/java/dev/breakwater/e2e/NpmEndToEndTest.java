package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Fault;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real npm through a server over three registries that break, and one that owns a scope. */
class NpmEndToEndTest {
    private static final int PACKAGES = 40;
    private static final NpmSigner SIGNER = new NpmSigner();
    private static final NpmCorpus CORPUS = new NpmCorpus(SIGNER).tree(PACKAGES);
    private static final NpmCorpus OWN = new NpmCorpus(null)
            .publish("@acme/tool", "1.0.0", Map.of("@acme/base", "^1.0.0", "p030", "^1.0.0"), 500)
            .publish("@acme/base", "1.0.0", Map.of(), 500)
            .publish("@acme/other", "1.0.0", Map.of(), 500);

    @TempDir
    private Path folder;

    private final List<NpmRegistry> registries = new ArrayList<>();
    private NpmRegistry owner;
    private RunningServer server;
    private NpmCommand npm;

    @BeforeEach
    void start() throws Exception {
        npm = NpmCommand.orSkip(folder.resolve("home"));
        for (int i = 0; i < 3; i++) {
            registries.add(NpmRegistry.serving(CORPUS));
        }
        owner = NpmRegistry.serving(OWN);
        String configuration = ConfiguredNpm.over(
                        registries.stream().map(NpmRegistry::url).toList(),
                        Files.writeString(folder.resolve("keys.json"), SIGNER.keys())
                                .toString(),
                        "    private: [{pattern: '@acme/*', from: acme}]\n")
                + "      - {name: acme, url: '%s', private-only: true}\n".formatted(owner.url());
        server = RunningServer.start(Files.createDirectory(folder.resolve("server")), configuration);
        npm = npm.registry(server.url() + "/npm/");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
            owner.close();
        }
        registries.forEach(NpmRegistry::close);
    }

    private Path project(String name, String dependency) throws IOException {
        Path project = Files.createDirectories(folder.resolve(name));
        Files.writeString(project.resolve("package.json"), """
                {"name":"main","version":"1.0.0","dependencies":{"%s":"^1.0.0"}}""".formatted(dependency));
        return project;
    }

    private static void passes(NpmCommand npm, Path project, String... arguments) throws InterruptedException {
        NpmCommand.Ran ran = npm.run(project, arguments);
        assertThat(ran.exit())
                .as("npm %s\n%s", String.join(" ", arguments), ran.output())
                .isZero();
    }

    private static void everythingIsInstalled(Path project) throws IOException {
        for (int i = 0; i < PACKAGES; i++) {
            assertThat(project.resolve("node_modules/" + NpmCorpus.name(i) + "/index.js"))
                    .hasContent("module.exports = '1.1.0'");
        }
    }

    /** No public registry was ever asked about an owned name. */
    private void ownNamesAreUntold() {
        for (NpmRegistry registry : registries) {
            assertThat(registry.log().counts().keySet()).noneMatch(path -> path.contains("acme"));
        }
    }

    @Test
    void install_passes_with_broken_registries_then_from_the_lock_then_in_the_dark() throws Exception {
        Path project = project("project", NpmCorpus.name(0));
        registries.get(0).fault(Fault.REFUSED);
        passes(npm.cold("one"), project, "install");
        everythingIsInstalled(project);
        assertThat(project.resolve("package-lock.json"))
                .content()
                .contains(server.url() + "/npm/p001/-/p001-1.1.0.tgz");

        registries.get(0).heal();
        registries.get(1).fault(Fault.STALL);
        passes(npm.cold("two"), project, "ci");
        everythingIsInstalled(project);

        registries.forEach(registry -> registry.fault(Fault.REFUSED));
        passes(npm.cold("dark"), project, "ci");
        everythingIsInstalled(project);
        Path unlocked = project("unlocked", NpmCorpus.name(0));
        passes(npm.cold("unlocked"), unlocked, "install");
        everythingIsInstalled(unlocked);
    }

    @Test
    void locked_install_passes_in_an_empty_server_with_two_of_three_registries_broken() throws Exception {
        Path project = project("project", NpmCorpus.name(0));
        passes(npm.registry(registries.get(0).url() + "/"), project, "install", "--package-lock-only");
        Path lock = project.resolve("package-lock.json");
        Files.writeString(lock, Files.readString(lock).replace(registries.get(0).url(), server.url() + "/npm"));
        registries.get(0).fault(Fault.STATUS_503);
        registries.get(2).fault(Fault.RESET);
        passes(npm.cold("two"), project, "ci");
        everythingIsInstalled(project);
    }

    @Test
    void owned_scope_is_asked_only_of_its_owner_whatever_fails() throws Exception {
        Path project = project("own", "@acme/tool");
        owner.fault(Fault.REFUSED);
        assertThat(npm.cold("down").run(project, "install").exit()).isNotZero();
        ownNamesAreUntold();
        owner.fault(Fault.LYING_404);
        Path absent = project("absent", "@acme/other");
        assertThat(npm.cold("absent").run(absent, "install").exit()).isNotZero();
        ownNamesAreUntold();

        owner.heal();
        registries.get(0).fault(Fault.STATUS_500);
        passes(npm.cold("own"), project, "install");
        assertThat(project.resolve("node_modules/@acme/base/index.js")).exists();
        owner.fault(Fault.STATUS_500);
        passes(npm.cold("held"), project, "ci");
        registries.forEach(registry -> registry.fault(Fault.REFUSED));
        passes(npm.cold("dark"), project, "ci");
        ownNamesAreUntold();
    }
}
