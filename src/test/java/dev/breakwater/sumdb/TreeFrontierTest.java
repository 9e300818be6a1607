package dev.breakwater.sumdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.testing.SigningDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding the right edge, among liars too. */
final class TreeFrontierTest {
    private static final long SIZE = 72_000_123;
    private static final SigningDatabase SIGNER = new SigningDatabase("sum.example", SIZE);
    private static final TreeHead HEAD = TreeHead.open(SIGNER.latestAt(SIZE), VerifierKey.parse(SIGNER.key()));

    private static Function<String, byte @Nullable []> forging(List<String> paths) {
        return path -> paths.contains(path)
                ? SigningDatabase.forged(Objects.requireNonNull(SIGNER.get(path)))
                : SIGNER.get(path);
    }

    private static List<String> edge() {
        return TreeFrontier.tiles(SIZE).stream().map(Tile::path).toList();
    }

    @Test
    void the_edge_of_72_million_records_is_four_tiles() {
        assertThat(edge())
                .containsExactly(
                        "tile/8/0/x281/250.p/123", "tile/8/1/x001/098.p/162", "tile/8/2/004.p/74", "tile/8/3/000.p/4");
    }

    @Test
    void the_edge_is_found_with_one_request_a_tile() throws Exception {
        Mirrors honest = Mirrors.of("honest", SIGNER::get);

        assertThat(TreeFrontier.of(HEAD, null, honest)).containsOnlyKeys(0, 1, 2, 3);
        assertThat(honest.takeFetched()).hasSize(4);
        assertThat(honest.kept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 3, 5, 6, 9, 10, 12, 7, 11, 13, 14, 15})
    void one_forging_mirror_is_got_round_and_blamed_whatever_it_forges(int which) throws Exception {
        List<String> forged = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if ((which >> i & 1) != 0) {
                forged.add(edge().get(i));
            }
        }
        Mirrors mirrors = Mirrors.of("forger", forging(forged)).and("honest", SIGNER::get);

        TreeFrontier.of(HEAD, null, mirrors)
                .forEach((level, bytes) -> assertThat(bytes)
                        .isEqualTo(
                                SIGNER.get(TreeFrontier.tiles(SIZE).get(level).path())));
        assertThat(mirrors.blamed()).containsExactly("forger");
    }

    @Test
    void mirrors_that_forge_different_tiles_are_got_round_together() throws Exception {
        Mirrors mirrors = Mirrors.of("one", forging(edge().subList(0, 2)))
                .and("two", forging(edge().subList(1, 3)))
                .and("three", forging(edge().subList(2, 4)));

        assertThat(TreeFrontier.of(HEAD, null, mirrors)).hasSize(4);
        assertThat(mirrors.blamed()).doesNotContain("three");
    }

    @Test
    void a_tile_that_everybody_forges_leaves_the_edge_unknown_and_nobody_blamed() {
        Mirrors mirrors = Mirrors.of("one", forging(edge().subList(1, 2))).and("two", forging(edge().subList(1, 2)));

        assertThatThrownBy(() -> TreeFrontier.of(HEAD, null, mirrors)).isInstanceOf(SourceException.class);
        assertThat(mirrors.blamed()).isEmpty();
    }

    @Test
    void a_partial_tile_that_is_gone_is_the_beginning_of_the_full_one() throws Exception {
        SigningDatabase grown = new SigningDatabase("sum.example");
        for (int i = 0; i < 600; i++) {
            grown.add("m" + i, "v1.0.0", "h1:zip", "h1:mod");
        }
        Function<String, byte @Nullable []> fullOnly =
                path -> path.contains(".p/") && path.contains("/8/0/") ? null : grown.get(path);
        TreeHead old = TreeHead.open(grown.latestAt(300), VerifierKey.parse(grown.key()));
        Mirrors mirrors = Mirrors.of("full only", fullOnly);

        assertThat(TreeFrontier.of(old, null, mirrors).get(0)).isEqualTo(grown.get("tile/8/0/001.p/44"));
        assertThat(mirrors.kept()).isEmpty();
    }

    @Test
    void a_tile_of_another_length_is_the_senders_fault() throws Exception {
        Mirrors mirrors = Mirrors.of("short", path -> new byte[31]).and("honest", SIGNER::get);

        assertThat(TreeFrontier.of(HEAD, null, mirrors)).hasSize(4);
        assertThat(mirrors.blamed()).containsExactly("short");
    }

    @ParameterizedTest
    @ValueSource(longs = {20261123, 7, 8})
    void every_tree_contains_all_its_pasts(long seed) throws Exception {
        Random random = new Random(seed);
        SigningDatabase signer = new SigningDatabase("sum.example", 1L << 40);
        VerifierKey key = VerifierKey.parse(signer.key());
        TileCache shelf = new TileCache(Mirrors.of("honest", signer::get));
        for (int i = 0; i < 30; i++) {
            long now = 1 + (random.nextLong() & ((1L << random.nextInt(1, 40)) - 1));
            long then = random.nextLong(now + 1);
            Tree tree = Tree.open(TreeHead.open(signer.latestAt(now), key), null, shelf);
            assertThat(tree.root(then))
                    .as("seed %d: %d of %d", seed, then, now)
                    .isEqualTo(TreeHead.open(signer.latestAt(then), key).root());
        }
    }
}
