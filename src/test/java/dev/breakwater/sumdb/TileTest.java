package dev.breakwater.sumdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TileTest {
    @ParameterizedTest
    @CsvSource({
        "tile/8/0/001, 0, 1, 256",
        "tile/8/0/001.p/5, 0, 1, 5",
        "tile/8/5/x123/x456/078, 5, 123456078, 256",
        "tile/8/5/x123/x456/078.p/2, 5, 123456078, 2",
        "tile/8/data/x003/x057/500, -1, 3057500, 256",
        "tile/8/0/x003/005, 0, 3005, 256",
        "tile/8/0/x003/000, 0, 3000, 256",
        "tile/8/7/000.p/127, 7, 0, 127",
        "tile/8/0/x999/x999/x999/x999/x999/999.p/255, 0, 999999999999999999, 255"
    })
    void a_path_is_read_and_written(String path, int level, long index, int width) {
        Tile tile = new Tile(level, index, width);

        assertThat(tile.path()).isEqualTo(path);
        assertThat(Tile.parse(path)).contains(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "/tile/8/0/001",
                "tile/8/0/001/",
                "tile/4/0/001",
                "tile/08/0/001",
                "tile/8/-1/001",
                "tile/8/8/001",
                "tile/8/00/001",
                "tile/8/0/1",
                "tile/8/0/0001",
                "tile/8/0/123/456",
                "tile/8/0/x123",
                "tile/8/0/x000/001",
                "tile/8/0/001.p/0",
                "tile/8/0/001.p/256",
                "tile/8/0/001.p/257",
                "tile/8/0/001.p/05",
                "tile/8/0/001.p/",
                "tile/8/0/001.p",
                "tile/8/0/001.p/5/6",
                "tile/8/0/001.p/+5",
                "tile/8/0/00\u0661",
                "tile/8/0/x001/x000/x000/x000/x000/x000/000",
                "tile/8/0/../001",
                "tile/8/data/../../etc/passwd"
            })
    void what_is_not_exactly_a_path_is_none(String path) {
        assertThat(Tile.parse(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {20261123, 1, 2})
    void every_tile_is_read_from_its_own_path(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            int bits = random.nextInt(59);
            Tile tile = new Tile(random.nextInt(-1, 8), random.nextLong() & ((1L << bits) - 1), random.nextInt(1, 257));
            assertThat(Tile.parse(tile.path())).as("seed %d", seed).contains(tile);
        }
    }

    @ParameterizedTest
    @CsvSource({"-2, 0, 1", "8, 0, 1", "0, -1, 1", "0, 0, 0", "0, 0, 257"})
    void a_tile_that_cannot_be_is_not_made(int level, long index, int width) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tile(level, index, width));
    }

    @Test
    void a_tree_reaches_as_far_as_its_last_full_hash() {
        assertThat(Tile.within(0, 0, 0)).isEmpty();
        assertThat(Tile.within(256, 0, 0)).contains(new Tile(0, 0, 256));
        assertThat(Tile.within(256, 0, 1)).isEmpty();
        assertThat(Tile.within(257, 0, 1)).contains(new Tile(0, 1, 1));
        assertThat(Tile.within(257, 1, 0)).contains(new Tile(1, 0, 1));
        assertThat(Tile.within(257, -1, 1)).contains(new Tile(-1, 1, 1));
        assertThat(Tile.within(255, 1, 0)).isEmpty();
        assertThat(Tile.within(Long.MAX_VALUE, 7, 0)).contains(new Tile(7, 0, 127));
        assertThat(Tile.within(Long.MAX_VALUE, 0, Long.MAX_VALUE >>> 8))
                .contains(new Tile(0, Long.MAX_VALUE >>> 8, 255));
        assertThat(Tile.within(Long.MAX_VALUE, 0, 999999999999999999L)).isEmpty();
        assertThat(Tile.within(1, 0, Long.MAX_VALUE)).isEmpty();
    }
}
