package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.StoreCheck;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the whole server under load, again and again on one data folder, over three mirrors that publish while it runs.
 * {@code -Dbreakwater.crash.rounds} says how often, {@code -Dbreakwater.crash.seed} from which seed;
 * {@code bench/crash} does it hundreds of times.
 */
class ServerCrashTest {
    private static final int ROUNDS = Integer.getInteger("breakwater.crash.rounds", 4);
    private static final long SEED = Long.getLong("breakwater.crash.seed", 20261124);
    private static final int MODULES = 10;
    private static final int SAMPLE = 60;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Corpus corpus = new Corpus();
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private final List<Mirror> mirrors = new ArrayList<>();
    private final List<Thing> published = new ArrayList<>();
    private final Clients clients = new Clients();
    private int again;

    @AfterEach
    void stop() {
        mirrors.forEach(Mirror::close);
    }

    @Test
    void a_kill_at_any_moment_costs_nothing_but_what_was_not_committed() throws Exception {
        Path data = folder.resolve("data");
        Path configuration = configuration();
        for (int round = 1; round <= ROUNDS; round++) {
            String when = "round " + round + " of -Dbreakwater.crash.seed=" + SEED;
            try (ServerProcess server = ServerProcess.start(folder, configuration, data)) {
                killed(server, round);
                assertThat(clients.wrong()).as(when).isNull();
                assertThat(server.log()).as(when).doesNotContain(" ERROR ");
            }
            whole(data, when);
        }
        try (ServerProcess server = ServerProcess.start(folder, configuration, data)) {
            again += clients.compare(server.url(), published);
            mirrors.forEach(mirror -> mirror.fault(Fault.REFUSED));
            int all = clients.everything(server.url());
            assertThat(clients.wrong())
                    .as("in the end, -Dbreakwater.crash.seed=%d", SEED)
                    .isNull();
            System.out.println(ROUNDS + " kills: " + clients + "; " + again
                    + " were not committed yet and fetched again; " + all + " served with every mirror dead");
        }
    }

    private Path configuration() throws IOException {
        StringBuilder upstreams = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            Mirror mirror = Mirror.start(MirrorSettings.of(corpus)
                    .sumdb(sums.name(), sums)
                    .latency(Duration.ofMillis(2L * i))
                    .throttle(4_000_000));
            mirrors.add(mirror);
            upstreams.append("      - {name: m%d, domain: d%d, url: '%s'}\n".formatted(i, i, mirror.url()));
        }
        return Files.writeString(folder.resolve("breakwater.yaml"), """
                repositories:
                  go:
                    format: go
                    checksum-databases:
                      - {key: '%s', sources: [upstreams]}
                    upstreams:
                """.formatted(sums.key()) + upstreams);
    }

    /** One life of the server: what it had is compared, then it is killed under load; one in eight before it even serves. */
    private void killed(ServerProcess server, int round) throws Exception {
        if (random.nextInt(8) == 0) {
            LockSupport.parkNanos(random.nextLong(2_000_000_000));
            server.kill();
            return;
        }
        String url = server.url();
        again += clients.compare(url, sample());
        List<Thing> olds = List.copyOf(published);
        List<Thing> news = Thing.publish(corpus, round, MODULES, random);
        published.addAll(news);
        int patience = 1 + random.nextInt(news.size() * 3);
        long more = random.nextLong(30_000_000);
        clients.load(url, news, olds, random.nextLong(), patience, () -> {
            LockSupport.parkNanos(more);
            server.kill();
        });
    }

    /** All of the last life, and some from before. */
    private List<Thing> sample() {
        int last = Math.max(0, published.size() - MODULES * 6);
        return IntStream.concat(
                        IntStream.range(last, published.size()),
                        last == 0 ? IntStream.empty() : random.ints(SAMPLE, 0, last))
                .mapToObj(published::get)
                .toList();
    }

    private static void whole(Path data, String when) throws IOException {
        if (!Files.exists(data.resolve("format"))) {
            return; // killed before it had made its folder
        }
        List<StoreCheck.Damaged> damaged = new ArrayList<>();
        StoreCheck.run(data, damaged::add);
        assertThat(damaged).as(when).isEmpty();
        try (Stream<Path> moved = Files.list(data.resolve("damaged"))) {
            assertThat(moved).as(when).isEmpty();
        } catch (java.nio.file.NoSuchFileException e) {
            assertThat(e).as(when).hasMessageContaining("damaged"); // killed before it had made it
        }
    }
}
