package dev.breakwater.sumdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.sumdb.LookupResult.Authentic;
import dev.breakwater.testing.SigningDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many at once. */
final class CrowdTest {
    private final SigningDatabase signer = new SigningDatabase("sum.example", 70_000);
    private final KeptHead heads = new KeptHead();
    private final List<Event> events = new CopyOnWriteArrayList<>();

    private final Semaphore door = new Semaphore(1, true);

    CrowdTest() {
        for (int i = 0; i < 1000; i++) {
            signer.add("m" + i, "v1.0.0", "h1:zip" + i, "h1:mod" + i);
        }
    }

    private Database over(Source source) {
        return new Database(VerifierKey.parse(signer.key()), source, heads, events::add, InstantSource.system());
    }

    private LookupResult look(Database database, int i, long head) throws InterruptedException {
        return database.lookup("m" + i, "v1.0.0", signer.lookupAt("m" + i, "v1.0.0", head));
    }

    @ParameterizedTest
    @ValueSource(longs = {20261123, 1})
    void a_crowd_with_heads_of_all_ages_is_right_and_the_head_only_grows(long seed) throws Exception {
        Random random = new Random(seed);
        Database one = over(Mirrors.of("honest", signer::get).before(tile -> queue()));
        Database two = over(Mirrors.of("honest", signer::get).before(tile -> queue()));
        one.seed(List.of(signer.latestAt(70_000)), 1);
        List<Callable<LookupResult>> lookups = new ArrayList<>();
        for (int n = 0; n < 400; n++) {
            int i = random.nextInt(1000);
            long head = random.nextLong(70_001 + i, 71_001);
            lookups.add(n % 2 == 0 ? () -> look(one, i, head) : () -> look(two, i, head));
        }
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<LookupResult> found : crowd.invokeAll(lookups)) {
                assertThat(found.get()).as("seed %d", seed).isInstanceOf(Authentic.class);
            }
        }
        assertThat(heads.history()).extracting(TreeHead::size).isSorted().doesNotHaveDuplicates();
        assertThat(events).isEmpty();
    }

    @Test
    void nobody_waits_for_a_tile_that_somebody_else_asked_for() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Tile slow = new Tile(0, 275, 256); // of records 70,400 to 70,655
        Mirrors mirrors = Mirrors.of("slow", signer::get).before(tile -> {
            if (tile.equals(slow)) {
                asked.countDown();
                hold(answer);
            }
        });
        Database database = over(mirrors);
        database.seed(List.of(signer.latestAt(71_000)), 1);
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LookupResult> waiting = crowd.submit(() -> look(database, 500, 71_000));
            asked.await();

            assertThat(look(database, 10, 71_000)).isInstanceOf(Authentic.class);
            assertThat(look(database, 999, 70_010 + 990)).isInstanceOf(Authentic.class);
            signer.add("new", "v1.0.0", "h1:zip", "h1:mod");
            assertThat(database.latest("honest", signer.latestAt(71_001)))
                    .isInstanceOf(HeadRelation.SameTimeline.class);
            assertThat(database.tile(new Tile(0, 0, 256))).isInstanceOf(TileAnswer.TileFound.class);
            assertThat(waiting.isDone()).isFalse();

            answer.countDown();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Authentic.class);
        }
        assertThat(Objects.requireNonNull(database.head()).size()).isEqualTo(71_001);
    }

    /** Gives the others a turn between two tiles. */
    private void queue() {
        door.acquireUninterruptibly();
        door.release();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts in this test", e);
        }
    }
}
