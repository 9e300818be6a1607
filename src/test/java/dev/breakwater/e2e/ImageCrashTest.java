package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Permission;
import dev.breakwater.store.StoreCheck;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server while images are pushed, mounted, deleted and collected: after a 201, in the middle of an upload, at any moment.
 * Before most rounds all that is there is made old, so that the collection takes what nothing keeps.
 * {@code -Dbreakwater.crash.rounds} says how often, {@code -Dbreakwater.crash.seed} from which seed.
 */
class ImageCrashTest {
    private static final int ROUNDS = Integer.getInteger("breakwater.crash.rounds", 1);
    private static final long SEED = Long.getLong("breakwater.crash.seed", 20261201);
    private static final int PUSHERS = 4;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final AtomicInteger left = new AtomicInteger();
    private volatile Runnable kill = () -> {};
    private int collected;

    @Test
    void what_was_answered_201_is_there_and_leads_nowhere_else() throws Exception {
        Path data = folder.resolve("data");
        String token = new Users(data).token("ci", Set.of(Permission.READ, Permission.PUBLISH, Permission.DELETE));
        Path configuration = Files.writeString(folder.resolve("breakwater.yaml"), """
                repositories:
                  team: {format: oci, hosted: true, collect-every: 1s}
                """);
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<ImagePusher> pushers = new ArrayList<>();
            for (int i = 0; i < PUSHERS; i++) {
                pushers.add(new ImagePusher("a" + i, http, token, random.nextLong(), this::created));
            }
            long lost = 0;
            long dangling = 0;
            int most = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String when = "round " + round + " of -Dbreakwater.crash.seed=" + SEED;
                pushUntilKilled(configuration, data, pushers, when);
                HostedDisk disk = HostedDisk.read(data);
                List<String> missing = new ArrayList<>();
                pushers.forEach(each -> missing.addAll(each.lost(disk)));
                assertThat(missing).as(when).isEmpty();
                assertThat(disk.dangling()).as(when).isEmpty();
                List<StoreCheck.Damaged> damaged = new ArrayList<>();
                StoreCheck.run(data, damaged::add);
                assertThat(damaged).as(when).isEmpty();
                lost += missing.size();
                dangling += disk.dangling().size();
                most = Math.max(most, disk.manifests());
                if (random.nextInt(4) > 0) {
                    HostedDisk.makeOld(data);
                }
            }
            long acknowledged =
                    pushers.stream().mapToLong(ImagePusher::acknowledged).sum();
            long resumed = pushers.stream().mapToLong(ImagePusher::resumed).sum();
            System.out.println(ROUNDS + " kills: " + acknowledged + " answers 201, " + lost + " lost, " + dangling
                    + " dangling, " + resumed + " uploads resumed, " + collected + " collections removed something, "
                    + most + " manifests at most");
            assertThat(acknowledged).isPositive();
        }
    }

    private void created() {
        if (left.decrementAndGet() == 0) {
            kill.run();
        }
    }

    /** One life of the server, which ends with a 201 or at any moment. */
    private void pushUntilKilled(Path configuration, Path data, List<ImagePusher> pushers, String when)
            throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, configuration, data);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String url = server.url();
            // one round alone is a short one, for it is a part of every build
            boolean at201 = ROUNDS == 1 || random.nextBoolean();
            left.set(at201 ? 1 + random.nextInt(ROUNDS == 1 ? 20 : 300) : Integer.MAX_VALUE);
            kill = server::kill;
            for (ImagePusher each : pushers) {
                var _ = threads.submit(() -> {
                    each.run(url);
                    return true;
                });
            }
            threads.shutdown();
            long patience = ROUNDS == 1
                    ? 20_000_000_000L
                    : (at201 ? 3_000_000_000L : 300_000_000L) + random.nextLong(4_500_000_000L);
            if (!threads.awaitTermination(patience, TimeUnit.NANOSECONDS)) {
                server.kill();
            }
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            pushers.forEach(each -> assertThat(each.wrong()).as(when).isEmpty());
            String log = server.log();
            assertThat(log).as(when).doesNotContain(" ERROR ");
            collected += log.split("manifests without a tag", -1).length - 1;
        }
    }
}
