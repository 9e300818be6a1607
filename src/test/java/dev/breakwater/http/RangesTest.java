package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 10, 0, 1",
        "bytes=0-9, 10, 0, 10",
        "bytes=0-, 10, 0, 10",
        "bytes=3-5, 10, 3, 3",
        "bytes=3-99999999999999999999999, 10, 3, 7",
        "bytes=9-, 10, 9, 1",
        "bytes=-1, 10, 9, 1",
        "bytes=-10, 10, 0, 10",
        "bytes=-99999999999999999999999, 10, 0, 10",
        "BYTES=3-5, 10, 3, 3",
        "'bytes= 3-5 ', 10, 3, 3",
    })
    void one_range_within_the_body_is_taken(String header, long size, long from, long length) {
        assertThat(Ranges.of(header, size)).isEqualTo(new Ranges.Part(from, length));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=10-, 10",
        "bytes=10-4000, 10",
        "bytes=-0, 10",
        "bytes=0-, 0",
        "bytes=-5, 0",
        "bytes=99999999999999999999-, 10",
        "bytes=9223372036854775807-, 10",
    })
    void a_range_behind_the_body_is_unsatisfiable(String header, long size) {
        assertThat(Ranges.of(header, size)).isEqualTo(Ranges.Unsatisfiable.UNSATISFIABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=9-4",
                "bytes=0-1,3-4",
                "bytes=0-1,",
                "bytes=a-b",
                "bytes=1",
                "bytes=--1",
                "bytes=1-2-3",
                "bytes=+1-2",
                "bytes=1 - 2",
                "items=0-1",
                "bytes:0-1",
                "bytes=٣-٤"
            })
    void several_ranges_other_units_and_nonsense_are_ignored(String header) {
        assertThat(Ranges.of(header, 10)).isEqualTo(Ranges.Everything.EVERYTHING);
    }

    @Test
    void generated_ranges_are_read_as_the_rfc_says() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String first = number(random);
            String last = number(random);
            long size = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextLong(1L << 40);
            assertThat(Ranges.of("bytes=" + first + "-" + last, size))
                    .as("seed %d: bytes=%s-%s of %d", seed, first, last, size)
                    .isEqualTo(expected(first, last, BigInteger.valueOf(size)));
        }
    }

    private static String number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> Integer.toString(random.nextInt(4));
            case 2 -> "0".repeat(random.nextInt(30)) + random.nextInt(1000);
            case 3 -> Long.toString(random.nextLong(Long.MAX_VALUE));
            default -> new BigInteger(random.nextInt(200), random).toString();
        };
    }

    /** The same by numbers without limits. */
    private static Ranges expected(String first, String last, BigInteger size) {
        if (first.isEmpty() && last.isEmpty()) {
            return Ranges.Everything.EVERYTHING;
        }
        BigInteger end = size.subtract(BigInteger.ONE);
        if (first.isEmpty()) {
            BigInteger length = new BigInteger(last).min(size);
            return length.signum() == 0 ? Ranges.Unsatisfiable.UNSATISFIABLE : part(size.subtract(length), length);
        }
        BigInteger from = new BigInteger(first);
        if (!last.isEmpty() && clamped(last).compareTo(clamped(first)) < 0) {
            return Ranges.Everything.EVERYTHING;
        }
        if (from.compareTo(size) >= 0) {
            return Ranges.Unsatisfiable.UNSATISFIABLE;
        }
        BigInteger to = last.isEmpty() ? end : new BigInteger(last).min(end);
        return part(from, to.subtract(from).add(BigInteger.ONE));
    }

    /** Beyond this no body is: which of two such positions is larger makes no difference. */
    private static BigInteger clamped(String number) {
        return new BigInteger(number).min(BigInteger.valueOf(Long.MAX_VALUE));
    }

    private static Ranges part(BigInteger from, BigInteger length) {
        return new Ranges.Part(from.longValueExact(), length.longValueExact());
    }
}
