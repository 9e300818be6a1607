package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.sumdb.TileAnswer.Beyond;
import dev.breakwater.sumdb.TileAnswer.TileFound;
import dev.breakwater.sumdb.TileAnswer.TileUnknown;
import dev.breakwater.testing.SigningDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets that asks us for a tile. */
final class ServedTilesTest {
    private static final int SIZE = 66_001;

    private final SigningDatabase signer = new SigningDatabase("sum.example", 65_000);

    ServedTilesTest() {
        for (int i = 65_000; i < SIZE; i++) {
            signer.add("m" + i, "v1.0.0", "h1:zip" + i, "h1:mod" + i);
        }
    }

    private Database over(Source source) throws InterruptedException {
        Database database = new Database(
                VerifierKey.parse(signer.key()), source, new KeptHead(), Events.NONE, InstantSource.system());
        database.seed(List.of(signer.latestAt(SIZE)), 1);
        return database;
    }

    private static TileAnswer ask(Database database, String path) throws InterruptedException {
        return database.tile(Tile.parse(path).orElseThrow());
    }

    private byte[] page(String path) {
        return Objects.requireNonNull(signer.get(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/8/0/000",
                "tile/8/0/254",
                "tile/8/0/254.p/7",
                "tile/8/0/257.p/209",
                "tile/8/0/257.p/1",
                "tile/8/1/000",
                "tile/8/1/000.p/255",
                "tile/8/1/001.p/1",
                "tile/8/2/000.p/1",
                "tile/8/data/000",
                "tile/8/data/254",
                "tile/8/data/254.p/1",
                "tile/8/data/254.p/255",
                "tile/8/data/257.p/209",
                "tile/8/data/257.p/3"
            })
    void every_tile_of_the_tree_is_served_in_any_width(String path) throws Exception {
        assertThat(ask(over(Mirrors.of("honest", signer::get)), path))
                .isInstanceOfSatisfying(
                        TileFound.class, held -> assertThat(held.bytes()).isEqualTo(page(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/8/0/257",
                "tile/8/0/257.p/210",
                "tile/8/0/258.p/1",
                "tile/8/1/001.p/2",
                "tile/8/2/000.p/2",
                "tile/8/3/000.p/1",
                "tile/8/7/000.p/1",
                "tile/8/data/257.p/210",
                "tile/8/0/x999/x999/x999/x999/x999/999"
            })
    void a_tile_beyond_our_head_is_not_there_yet_and_nobody_is_asked(String path) throws Exception {
        Mirrors mirrors = Mirrors.of("honest", signer::get);
        Database database = over(mirrors);
        mirrors.takeFetched();

        assertThat(ask(database, path))
                .isInstanceOfSatisfying(
                        Beyond.class, beyond -> assertThat(beyond.why()).contains(path, "66001"));
        assertThat(mirrors.takeFetched()).isEmpty();
    }

    @Test
    void without_a_head_there_is_no_tile() throws Exception {
        Database database = new Database(
                VerifierKey.parse(signer.key()),
                Mirrors.of("honest", signer::get),
                new KeptHead(),
                Events.NONE,
                InstantSource.system());
        assertThat(ask(database, "tile/8/0/000")).isInstanceOf(Beyond.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile/8/0/254", "tile/8/data/254"})
    void a_forged_tile_is_got_elsewhere_and_its_sender_blamed(String path) throws Exception {
        Mirrors mirrors = Mirrors.of("forger", forging(path)).and("honest", signer::get);

        assertThat(ask(over(mirrors), path + ".p/255"))
                .isInstanceOfSatisfying(
                        TileFound.class, held -> assertThat(held.bytes()).isEqualTo(page(path + ".p/255")));
        assertThat(mirrors.blamed()).containsExactly("forger");
        assertThat(mirrors.kept().get(Tile.parse(path).orElseThrow())).isEqualTo(page(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile/8/0/254", "tile/8/data/254"})
    void a_tile_that_everybody_forges_is_unknown(String path) throws Exception {
        assertThat(ask(over(Mirrors.of("forger", forging(path))), path)).isInstanceOf(TileUnknown.class);
    }

    private Function<String, byte @Nullable []> forging(String path) {
        return asked -> asked.equals(path) ? SigningDatabase.forged(page(asked)) : signer.get(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n", "too short\n\n"})
    void a_data_tile_that_is_no_sequence_of_records_is_refused(String text) throws Exception {
        Mirrors mirrors = Mirrors.of("broken", path -> path.contains("data") ? text.getBytes(UTF_8) : signer.get(path));

        assertThat(ask(over(mirrors), "tile/8/data/254")).isInstanceOf(TileUnknown.class);
        assertThat(mirrors.blamed()).containsExactly("broken");
    }

    @Test
    void a_data_tile_with_something_behind_its_records_is_refused() throws Exception {
        Mirrors mirrors = Mirrors.of("broken", path -> {
            byte[] page = signer.get(path);
            return page != null && path.contains("data")
                    ? (new String(page, UTF_8) + "more\n\n").getBytes(UTF_8)
                    : page;
        });
        assertThat(ask(over(mirrors), "tile/8/data/254")).isInstanceOf(TileUnknown.class);
    }

    @Test
    void partial_tiles_that_have_become_full_are_served_from_the_full_ones() throws Exception {
        Function<String, byte @Nullable []> fullOnly =
                path -> path.contains(".p/") && path.contains("/257") ? null : signer.get(path);
        for (int i = 0; i < 300; i++) {
            signer.add("late" + i, "v1.0.0", "h1:zip", "h1:mod");
        }
        Mirrors mirrors = Mirrors.of("full only", fullOnly);
        Database database = over(mirrors);

        assertThat(ask(database, "tile/8/0/257.p/100"))
                .isInstanceOfSatisfying(
                        TileFound.class, held -> assertThat(held.bytes()).isEqualTo(page("tile/8/0/257.p/100")));
        assertThat(ask(database, "tile/8/data/257.p/100"))
                .isInstanceOfSatisfying(
                        TileFound.class, held -> assertThat(held.bytes()).isEqualTo(page("tile/8/data/257.p/100")));
    }
}
