package dev.breakwater.sumdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.sumdb.LookupResult.Authentic;
import dev.breakwater.testing.SigningDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many tiles it takes, in a tree of the real one's size. */
final class CostTest {
    private static final long SIZE = 72_000_000;
    private static final int LOOKUPS = 150;

    private final SigningDatabase signer = new SigningDatabase("sum.example", SIZE);
    private final Mirrors mirrors = Mirrors.of("honest", signer::get);
    private final Random random = new Random(20261123);
    private final long[] ids = new long[LOOKUPS];

    CostTest() {
        for (int i = 0; i < LOOKUPS; i++) {
            ids[i] = random.nextLong(SIZE);
            signer.put(ids[i], "m" + i, "v1.0.0", SigningDatabase.text("m" + i, "v1.0.0", "h1:zip", "h1:mod"));
        }
    }

    private Database seeded() throws InterruptedException {
        Database database = new Database(
                VerifierKey.parse(signer.key()), mirrors, new KeptHead(), Events.NONE, InstantSource.system());
        database.seed(List.of(signer.latestAt(SIZE)), 1);
        assertThat(mirrors.takeFetched()).hasSize(TreeFrontier.tiles(SIZE).size());
        return database;
    }

    private void look(Database database, int i, long head) throws InterruptedException {
        assertThat(database.lookup("m" + i, "v1.0.0", signer.lookupAt("m" + i, "v1.0.0", head)))
                .isInstanceOf(Authentic.class);
    }

    @Test
    void a_build_whose_every_reply_is_from_another_day_takes_four_tiles_a_lookup() throws Exception {
        Database database = seeded();
        for (int i = 0; i < LOOKUPS; i++) {
            look(database, i, random.nextLong(ids[i] + 1, SIZE));
        }
        int fetched = mirrors.takeFetched().size();
        System.out.println("replies of all ages: " + (double) fetched / LOOKUPS + " tiles a lookup");
        // Two lowest levels for the record, two for its head; the upper ones and neighbours are shared.
        assertThat(fetched).isLessThanOrEqualTo(4 * LOOKUPS);
    }

    @Test
    void a_build_whose_replies_are_of_this_minute_takes_two_tiles_a_lookup() throws Exception {
        Database database = seeded();
        for (int i = 0; i < 1000; i++) {
            signer.add("new" + i, "v1.0.0", "h1:zip", "h1:mod");
        }
        for (int i = 0; i < LOOKUPS; i++) {
            look(database, i, SIZE + i / 10);
        }
        int fetched = mirrors.takeFetched().size();
        System.out.println("replies of this minute: " + (double) fetched / LOOKUPS + " tiles a lookup");
        assertThat(fetched).isLessThanOrEqualTo(2 * LOOKUPS + LOOKUPS / 5);
    }

    @Test
    void a_head_that_differs_each_time_takes_one_tile_more() throws Exception {
        Database database = seeded();
        look(database, 0, SIZE);
        for (int i = 0; i < 300; i++) {
            signer.add("new" + i, "v1.0.0", "h1:zip", "h1:mod");
        }
        mirrors.takeFetched();
        for (int i = 1; i <= 50; i++) {
            database.latest("honest", signer.latestAt(SIZE + i));
        }
        assertThat(mirrors.takeFetched()).hasSize(50);
    }

    @Test
    void a_lookup_that_was_judged_before_takes_none() throws Exception {
        Database database = seeded();
        look(database, 0, SIZE);
        look(database, 1, SIZE - 100_000);
        mirrors.takeFetched();
        look(database, 0, SIZE);
        look(database, 1, SIZE - 100_000);
        assertThat(mirrors.takeFetched()).isEmpty();
    }
}
