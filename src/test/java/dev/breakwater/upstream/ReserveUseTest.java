package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReserveUseTest {
    @Test
    void the_use_of_a_reserve_is_told_once_until_it_was_not_used_for_a_while() {
        Reserve reserve = new Reserve(List.of());
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(reserve.begins(now)).isTrue();
        for (int minute = 1; minute < 60; minute++) {
            assertThat(reserve.begins(now.plus(Duration.ofMinutes(minute)))).isFalse();
        }
        assertThat(reserve.begins(now.plus(Duration.ofMinutes(70)))).isTrue();
    }
}
