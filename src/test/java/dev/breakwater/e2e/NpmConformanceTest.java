package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.bench.conformance.CheckedRegistry;
import dev.breakwater.bench.conformance.CheckedRegistry.RegistryAccess;
import dev.breakwater.bench.conformance.ConformanceSuite;
import dev.breakwater.bench.conformance.RegistryCheck;
import dev.breakwater.bench.conformance.UpstreamChecks;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks that {@code bench/conformance} puts npm registries to, on this server. */
class NpmConformanceTest {
    private static final NpmSigner SIGNER = new NpmSigner();
    private static final NpmCorpus CORPUS = UpstreamChecks.corpus(SIGNER);
    private static final NpmRegistry BEHIND = NpmRegistry.serving(CORPUS);

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static CheckedRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.json"), SIGNER.keys());
        server = RunningServer.start(
                folder,
                "access: {anonymous: public}\n"
                        + ConfiguredNpm.over(
                                List.of(BEHIND.url()),
                                keys.toString(),
                                "    private: [{pattern: '@conf/*', from: hosted}, {pattern: 'conf-*', from: hosted}]\n"));
        Users users = new Users(folder.resolve("data"));
        String ci = users.token("ci", Set.of(Permission.READ, Permission.PUBLISH, Permission.DELETE));
        String reader = users.token("reader", Set.of(Permission.READ));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> RawHttp.get(server.url() + "/npm/-/whoami", "Authorization: Bearer " + reader)
                                .status()
                        == 200);
        registry = CheckedRegistry.of(
                new RegistryAccess(server.url() + "/npm/", ci, reader, "reader", reader, "@conf", "conf-"));
    }

    @AfterAll
    static void stop() throws Exception {
        registry.close();
        server.close();
        BEHIND.close();
    }

    static List<RegistryCheck> hosted() {
        return ConformanceSuite.all();
    }

    static List<RegistryCheck> upstream() {
        return new UpstreamChecks(CORPUS, BEHIND).all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hosted")
    @Execution(ExecutionMode.CONCURRENT)
    void what_clients_rely_on_holds_for_hosted_packages(RegistryCheck check) throws Exception {
        holds(check);
    }

    /** One after the other: some of them break the registry behind. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("upstream")
    void what_clients_rely_on_holds_for_packages_from_upstream(RegistryCheck check) throws Exception {
        holds(check);
    }

    private static void holds(RegistryCheck check) throws InterruptedException {
        assertThat(check.failure(registry)).as("%s (%s)", check, check.source()).isEmpty();
    }
}
