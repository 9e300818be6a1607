package dev.breakwater.fetch;

import static dev.breakwater.store.Standing.ABSENT;
import static dev.breakwater.store.Standing.CONFIRMED;
import static dev.breakwater.store.Standing.PROVISIONAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.breakwater.store.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done about a request, for everything that can be held, at every age. */
class PlanTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Freshness MINUTE = Freshness.of(Duration.ofSeconds(60));

    static Stream<Arguments> cases() {
        return Stream.of(
                // held, age in seconds, freshness, nobody may be asked → plan
                arguments(null, 0, MINUTE, false, Plan.FETCH),
                arguments(null, 0, MINUTE, true, Plan.NOTHING),
                arguments(CONFIRMED, 59, MINUTE, false, Plan.SERVE),
                arguments(CONFIRMED, 60, MINUTE, false, Plan.REVALIDATE),
                arguments(CONFIRMED, 60, MINUTE, true, Plan.SERVE),
                arguments(CONFIRMED, 1_000_000_000, Freshness.IMMUTABLE, false, Plan.SERVE),
                // a clock that was set back tells nothing of an age
                arguments(CONFIRMED, -1, MINUTE, false, Plan.REVALIDATE),
                arguments(CONFIRMED, -1, Freshness.IMMUTABLE, false, Plan.SERVE),
                arguments(PROVISIONAL, 9, Freshness.IMMUTABLE, false, Plan.SERVE),
                arguments(PROVISIONAL, 10, Freshness.IMMUTABLE, false, Plan.SERVE_AND_REFRESH),
                arguments(PROVISIONAL, 59, MINUTE, false, Plan.SERVE_AND_REFRESH),
                arguments(PROVISIONAL, 60, MINUTE, false, Plan.REVALIDATE),
                arguments(PROVISIONAL, 60, MINUTE, true, Plan.SERVE),
                arguments(ABSENT, 59, Freshness.IMMUTABLE, false, Plan.SERVE),
                arguments(ABSENT, 60, Freshness.IMMUTABLE, false, Plan.FETCH),
                arguments(ABSENT, 60, Freshness.IMMUTABLE, true, Plan.SERVE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_is_held_and_how_old_it_is_decides(
            @Nullable Standing held, long age, Freshness freshness, boolean silent, Plan expected) {
        Plan.Holding holding = held == null ? null : new Plan.Holding(held, NOW.minusSeconds(age));
        assertThat(Plan.of(holding, freshness, NOW, silent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("holdings")
    void what_is_held_is_the_answer_without_asking_for_exactly_as_long_as_the_plan_says(
            Standing standing, Freshness freshness, long seconds) {
        Plan.Holding holding = new Plan.Holding(standing, NOW);
        Instant until = Plan.cacheableUntil(holding, freshness);
        assertThat(until).isEqualTo(NOW.plusSeconds(seconds));
        assertThat(Plan.of(holding, freshness, until.minusMillis(1), false)).isEqualTo(Plan.SERVE);
        assertThat(Plan.of(holding, freshness, until, false)).isNotEqualTo(Plan.SERVE);
    }

    static Stream<Arguments> holdings() {
        return Stream.of(
                arguments(CONFIRMED, MINUTE, 60),
                arguments(PROVISIONAL, MINUTE, 10),
                arguments(PROVISIONAL, Freshness.IMMUTABLE, 10),
                arguments(PROVISIONAL, Freshness.of(Duration.ofSeconds(3)), 3),
                arguments(ABSENT, MINUTE, 60));
    }
}
