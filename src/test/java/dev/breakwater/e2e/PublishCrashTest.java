package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Permission;
import dev.breakwater.store.StoreCheck;
import dev.breakwater.testing.Upload;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server while releases are published to it. {@code -Dbreakwater.crash.rounds} says how often,
 * {@code -Dbreakwater.crash.seed} from which seed.
 */
class PublishCrashTest {
    private static final int ROUNDS = Integer.getInteger("breakwater.crash.rounds", 3);
    private static final long SEED = Long.getLong("breakwater.crash.seed", 20261126);
    private static final int PUBLISHERS = 4;
    private static final String MODULE = "corp.test/lib";

    @TempDir
    private Path folder;

    /** What was begun, and whether it was said to be kept. */
    private final Map<String, Boolean> begun = new ConcurrentHashMap<>();

    @Test
    void what_was_acknowledged_survives_and_what_was_not_is_there_whole_or_not_at_all() throws Exception {
        Path data = folder.resolve("data");
        String token = new Users(data).token("ci", Set.of(Permission.READ, Permission.PUBLISH));
        Path configuration = Files.writeString(folder.resolve("breakwater.yaml"), """
                repositories:
                  go:
                    checksum-databases: []
                    private: [{pattern: "corp.test/*", from: hosted}]
                    upstreams: ["http://127.0.0.1:9"]
                """);
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(folder, configuration, data)) {
                String go = server.url() + "/go";
                check(go, token, "round " + round + " of -Dbreakwater.crash.seed=" + SEED);
                publishUntilKilled(server, go, token, round, random);
            }
            List<StoreCheck.Damaged> damaged = new ArrayList<>();
            StoreCheck.run(data, damaged::add);
            assertThat(damaged).isEmpty();
        }
        try (ServerProcess server = ServerProcess.start(folder, configuration, data)) {
            check(server.url() + "/go", token, "in the end, -Dbreakwater.crash.seed=" + SEED);
        }
        long kept = begun.values().stream().filter(each -> each).count();
        System.out.println(ROUNDS + " kills: " + begun.size() + " releases begun, " + kept + " acknowledged");
        assertThat(kept).isPositive().isLessThan(begun.size());
    }

    private void publishUntilKilled(ServerProcess server, String go, String token, int round, Random random) {
        try (ExecutorService publishers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
                int major = publisher;
                var _ = publishers.submit(() -> {
                    for (int i = 0; server.pid() > 0; i++) {
                        String version = "v%d.%d.%d".formatted(major % 2, round * PUBLISHERS + major, i);
                        begun.put(version, false);
                        HttpResponse<String> said = Upload.put(go, MODULE + "@" + version, zip(version), token);
                        assertThat(said.statusCode()).isEqualTo(201);
                        begun.put(version, true);
                    }
                });
            }
            LockSupport.parkNanos(200_000_000 + random.nextLong(800_000_000));
            server.kill();
        }
    }

    private static byte[] zip(String version) {
        return Upload.zip(MODULE + "@" + version, "this is " + version);
    }

    private void check(String go, String token, String when) {
        Set<String> listed = Set.copyOf(get(go, token, "list")
                .body()
                .lines()
                .filter(l -> l.startsWith("v"))
                .toList());
        begun.forEach((version, acknowledged) -> {
            List<Integer> told = List.of(".info", ".mod", ".zip").stream()
                    .map(suffix -> get(go, token, version + suffix).statusCode())
                    .distinct()
                    .toList();
            if (acknowledged) {
                assertThat(told).as("%s, %s", version, when).containsExactly(200);
            }
            assertThat(told)
                    .as("%s is there whole or not at all, %s", version, when)
                    .hasSize(1);
            assertThat(listed.contains(version))
                    .as("%s is listed, %s", version, when)
                    .isEqualTo(told.contains(200));
        });
    }

    private static HttpResponse<String> get(String go, String token, String file) {
        try {
            return Upload.get(go + "/" + MODULE + "/@v/" + file, token);
        } catch (UncheckedIOException e) {
            throw new AssertionError("the server does not answer", e);
        }
    }
}
