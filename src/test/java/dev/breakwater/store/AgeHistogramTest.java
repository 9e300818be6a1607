package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgeHistogramTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void few_are_told_apart_to_the_second() {
        AgeHistogram ages = new AgeHistogram();
        ages.add(FIRST.plusSeconds(1), 10);
        ages.add(FIRST, 10);
        ages.add(FIRST.plusMillis(1_500), 10);
        assertThat(ages.cut(15)).isEqualTo(new AgeHistogram.Cut(FIRST.plusSeconds(1), FIRST.plusSeconds(2), 5));
        assertThat(ages.cut(10)).isEqualTo(new AgeHistogram.Cut(FIRST, FIRST.plusSeconds(1), 10));
        assertThat(ages.cut(31)).isEqualTo(new AgeHistogram.Cut(Instant.MAX, Instant.MAX, 0));
    }

    @Test
    void a_million_are_told_apart_as_finely_as_little_memory_allows() {
        AgeHistogram ages = new AgeHistogram();
        for (int i = 0; i < 1_000_000; i++) {
            ages.add(FIRST.plusSeconds(i * 30L), 1);
        }
        assertThat(ages.total()).isEqualTo(1_000_000);
        AgeHistogram.Cut cut = ages.cut(500_000);
        Instant half = FIRST.plusSeconds(15_000_000);
        assertThat(cut.all()).isBeforeOrEqualTo(half);
        assertThat(cut.some()).isAfterOrEqualTo(half);
        assertThat(Duration.between(cut.all(), cut.some())).isBetween(Duration.ofMinutes(20), Duration.ofHours(3));
    }
}
