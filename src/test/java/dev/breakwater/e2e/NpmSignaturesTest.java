package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.NpmCommand;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code npm audit signatures}, in a project with signed public packages and one that is published here. */
class NpmSignaturesTest {
    private static final NpmSigner SIGNER = new NpmSigner();
    private static final NpmCorpus CORPUS = new NpmCorpus(SIGNER).tree(3);

    /**
     * npm first looks for a registry's keys in a repository of Sigstore on the internet, which only has those of the public
     * registry. Here that says at once what it says of any other registry: it has none.
     */
    private static final String NO_SIGSTORE = """
            const Module = require('node:module')
            const load = Module._load
            Module._load = function (request, ...rest) {
              const loaded = load.call(this, request, ...rest)
              return request !== '@sigstore/tuf' ? loaded : {
                ...loaded,
                initTUF: async () => ({
                  getTarget: async name => {
                    throw Object.assign(new Error('no ' + name), { code: 'TUF_FIND_TARGET_ERROR' })
                  },
                }),
              }
            }
            """;

    @TempDir
    private Path folder;

    private final List<NpmRegistry> registries = new ArrayList<>();
    private RunningServer server;
    private NpmCommand npm;

    @BeforeEach
    void start() throws Exception {
        npm = NpmCommand.orSkip(folder.resolve("home"));
        for (int i = 0; i < 2; i++) {
            registries.add(NpmRegistry.serving(CORPUS));
        }
        Path keys = Files.writeString(folder.resolve("keys.json"), SIGNER.keys());
        server = RunningServer.start(
                Files.createDirectory(folder.resolve("server")),
                "access: {anonymous: public}\n"
                        + ConfiguredNpm.over(
                                registries.stream().map(NpmRegistry::url).toList(),
                                keys.toString(),
                                "    private: [{pattern: '@own/*', from: hosted}]\n"));
        String token = new Users(folder.resolve("server/data"))
                .token("ci", Set.of(Permission.READ, Permission.PUBLISH), "@own/*");
        String registry = server.url() + "/npm/";
        npm = npm.registry(registry)
                .with(registry.replaceFirst("^https?:", "") + ":_authToken", token)
                .variable(
                        "NODE_OPTIONS",
                        "--require=" + Files.writeString(folder.resolve("no-sigstore.cjs"), NO_SIGSTORE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> npm.run(folder, "whoami").output().equals("ci\n"));
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        registries.forEach(NpmRegistry::close);
    }

    private NpmCommand.Ran passes(Path where, String... arguments) throws InterruptedException {
        NpmCommand.Ran ran = npm.run(where, arguments);
        assertThat(ran.exit()).as(ran.output()).isZero();
        return ran;
    }

    @Test
    void npm_verifies_the_signatures_of_public_and_of_published_packages() throws Exception {
        Path tool = Files.createDirectories(folder.resolve("tool"));
        Files.writeString(
                tool.resolve("package.json"),
                "{\"name\":\"@own/tool\",\"version\":\"1.0.0\",\"dependencies\":{\"%s\":\"^1.0.0\"}}"
                        .formatted(NpmCorpus.name(1)));
        passes(tool, "publish");
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(
                project.resolve("package.json"),
                "{\"name\":\"main\",\"version\":\"1.0.0\",\"dependencies\":{\"%s\":\"^1.0.0\",\"@own/tool\":\"^1.0.0\"}}"
                        .formatted(NpmCorpus.name(0)));
        passes(project, "install");
        assertThat(passes(project, "audit", "signatures").output())
                .contains("audited 4 packages")
                .contains("4 packages have verified registry signatures")
                .doesNotContain("missing")
                .doesNotContain("invalid");
    }
}
