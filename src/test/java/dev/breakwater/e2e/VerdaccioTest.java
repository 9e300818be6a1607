package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.NpmCommand;
import dev.breakwater.testing.RawHttp;
import dev.breakwater.testing.Verdaccio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real npm through a server in front of a real Verdaccio, which is the public registry, and with a token owns a scope. */
class VerdaccioTest {
    private static final Path PROGRAM =
            Path.of("target", "npm-clients", "verdaccio-" + Verdaccio.VERSION).toAbsolutePath();

    @TempDir
    private Path folder;

    private static Path installed() throws Exception {
        Optional<Path> script = Verdaccio.install(PROGRAM, Verdaccio.VERSION);
        if (script.isEmpty()) {
            System.err.println("SKIPPED: this test needs Node.js with npm (https://nodejs.org), and verdaccio@"
                    + Verdaccio.VERSION + " from the registry that npm uses");
        }
        Assumptions.assumeTrue(script.isPresent(), "no Verdaccio");
        return script.orElseThrow();
    }

    private static void passes(NpmCommand npm, Path where, String... arguments) throws InterruptedException {
        NpmCommand.Ran ran = npm.run(where, arguments);
        assertThat(ran.exit())
                .as("npm %s\n%s", List.of(arguments), ran.output())
                .isZero();
    }

    private void publish(NpmCommand npm, String name, String dependencies) throws Exception {
        Path source = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                source.resolve("package.json"),
                "{\"name\":\"%s\",\"version\":\"1.0.0\",\"dependencies\":{%s}}".formatted(name, dependencies));
        Files.writeString(source.resolve("index.js"), "module.exports = '" + name + "'");
        passes(npm, source, "publish");
    }

    private Path project(String name) throws Exception {
        Path project = Files.createDirectories(folder.resolve(name));
        Files.writeString(project.resolve("package.json"), """
                {"name":"main","version":"1.0.0","dependencies":{"@acme/tool":"^1.0.0"}}""");
        return project;
    }

    private static void isInstalled(Path project) {
        for (String name : List.of("@acme/tool", "base")) {
            assertThat(project.resolve("node_modules/" + name + "/index.js"))
                    .hasContent("module.exports = '" + name + "'");
        }
    }

    @Test
    void a_private_scope_and_public_packages_come_from_it_and_stay_when_it_is_gone() throws Exception {
        NpmCommand npm = NpmCommand.orSkip(folder.resolve("home"));
        Path script = installed();
        RunningServer server;
        Path project = project("project");
        try (Verdaccio verdaccio = Verdaccio.start(script, folder.resolve("verdaccio"), "", """
                '@acme/*': {access: ci, publish: ci, unpublish: ci}
                '**': {access: $all, publish: ci, unpublish: ci}
                """)) {
            String token = verdaccio.user("ci", "a-password-1");
            String registry = verdaccio.url() + "/";
            NpmCommand publisher =
                    npm.registry(registry).with(registry.replaceFirst("^https?:", "") + ":_authToken", token);
            publish(publisher, "base", "");
            publish(publisher, "@acme/tool", "\"base\":\"^1.0.0\"");
            assertThat(RawHttp.get(registry + "@acme%2ftool").status()).isIn(401, 403);

            server = RunningServer.start(
                    Files.createDirectory(folder.resolve("server")), """
                    repositories:
                      npm:
                        format: npm
                        signing-keys: none
                        private: [{pattern: '@acme/*', from: main}]
                        upstreams: [{name: main, url: '%s', token: '%s'}]
                    """.formatted(verdaccio.url(), token));
            // with a cache of its own: publishing leaves tarballs in npm's cache
            passes(npm.registry(server.url() + "/npm/").cold("install"), project, "install");
            isInstalled(project);
            assertThat(project.resolve("package-lock.json"))
                    .content()
                    .contains(server.url() + "/npm/@acme/tool/-/tool-1.0.0.tgz")
                    .doesNotContain(verdaccio.url());
        }
        try (server) {
            Path locked = project("locked");
            Files.copy(project.resolve("package-lock.json"), locked.resolve("package-lock.json"));
            passes(npm.registry(server.url() + "/npm/").cold("dark"), locked, "ci");
            isInstalled(locked);
        }
    }
}
