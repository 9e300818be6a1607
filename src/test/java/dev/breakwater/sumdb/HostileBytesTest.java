package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of {@link HostileBytesFuzz} over honest bytes with a few seeded changes. */
final class HostileBytesTest {
    private static final HostileBytesFuzz TARGETS = new HostileBytesFuzz();

    @ParameterizedTest
    @ValueSource(longs = {20261123, 1})
    void honest_bytes_changed_at_random_are_the_same_or_refused(long seed) throws Exception {
        Random random = new Random(seed);
        System.out.println("HostileBytesTest seed " + seed);
        mutations(random, HostileBytesFuzz.HEAD, TARGETS::a_note);
        mutations(
                random,
                new String(HostileBytesFuzz.HEAD, UTF_8).split("\n\n", 2)[0].getBytes(UTF_8),
                TARGETS::a_tree_head);
        mutations(random, HostileBytesFuzz.REPLY, TARGETS::a_reply);
        mutations(random, "tile/8/0/x001/x234/067.p/255".getBytes(UTF_8), TARGETS::a_tile_path);
        mutations(random, HostileBytesFuzz.DATA, TARGETS::a_data_tile);
        mutations(random, HostileBytesFuzz.KEY.toString().getBytes(UTF_8), TARGETS::a_key);
        for (int i = 0; i < 80; i++) {
            TARGETS.a_lookup(mutated(random, HostileBytesFuzz.REPLY));
            TARGETS.a_tile(mutated(random, HostileBytesFuzz.page("tile/8/0/000")));
        }
    }

    private static void mutations(Random random, byte[] honest, Consumer<byte[]> test) {
        test.accept(honest);
        for (int i = 0; i < 300; i++) {
            test.accept(mutated(random, honest));
        }
    }

    /** One to three changes: a bit flipped, a piece cut out, doubled, or moved. */
    private static byte[] mutated(Random random, byte[] honest) {
        byte[] bytes = honest.clone();
        for (int n = random.nextInt(1, 4); n > 0 && bytes.length > 1; n--) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + random.nextInt(1, 40));
            byte[] piece = Arrays.copyOfRange(bytes, at, end);
            bytes = switch (random.nextInt(4)) {
                case 0 -> flipped(bytes, at, random.nextInt(8));
                case 1 -> joined(bytes, at, new byte[0], end);
                case 2 -> joined(bytes, end, piece, end);
                default -> joined(bytes, random.nextInt(at + 1), piece, end);
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        bytes[at] ^= (byte) (1 << bit);
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
        byte[] joined = Arrays.copyOf(bytes, to + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, joined, to, middle.length);
        System.arraycopy(bytes, from, joined, to + middle.length, bytes.length - from);
        return joined;
    }
}
