package dev.breakwater.format.oci.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.oci.name.ContentDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigestFilterTest {
    private static final int MANY = 200_000;

    private static List<ContentDigest> digests(long seed, int count) {
        Random random = new Random(seed);
        return Stream.generate(() -> {
                    byte[] bytes = new byte[32];
                    random.nextBytes(bytes);
                    return new ContentDigest(
                            ContentDigest.Algorithm.SHA256, HexFormat.of().formatHex(bytes));
                })
                .limit(count)
                .toList();
    }

    @Test
    void it_forgets_none_and_knows_hardly_any_other() {
        DigestFilter filter = new DigestFilter(7);
        List<ContentDigest> added = digests(1, MANY);
        added.forEach(filter::add);
        assertThat(added).allMatch(filter::mayHave);
        assertThat(digests(2, MANY).stream().filter(filter::mayHave).count()).isLessThan(10);
    }

    @Test
    void it_is_empty_again_after_little_and_after_much() {
        DigestFilter filter = new DigestFilter(7);
        for (int count : new int[] {10, MANY}) {
            List<ContentDigest> added = digests(count, count);
            added.forEach(filter::add);
            assertThat(added).allMatch(filter::mayHave);
            filter.clear();
            assertThat(added).noneMatch(filter::mayHave);
        }
    }
}
