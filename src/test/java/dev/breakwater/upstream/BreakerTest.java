package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When an origin is worth asking. */
class BreakerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Breaker breaker = new Breaker();

    private void fail(int times, Instant at) {
        for (int i = 0; i < times; i++) {
            breaker.failure(at);
        }
    }

    @Test
    void four_failures_in_a_row_are_forgiven_the_fifth_is_not() {
        fail(4, START);
        assertThat(breaker.admits(START)).isTrue();
        fail(1, START);
        assertThat(breaker.admits(START)).isFalse();
    }

    @Test
    void a_success_in_between_begins_the_count_anew() {
        fail(4, START);
        breaker.success();
        fail(4, START);
        assertThat(breaker.admits(START)).isTrue();
    }

    @Test
    void after_ten_seconds_one_trial_is_let_through_and_only_one() {
        fail(5, START);
        assertThat(breaker.admits(START.plusSeconds(9))).isFalse();
        assertThat(breaker.admits(START.plusSeconds(10))).isTrue();
        assertThat(breaker.admits(START.plusSeconds(10))).isFalse();
    }

    @Test
    void a_failed_trial_doubles_the_pause_up_to_five_minutes() {
        fail(5, START);
        Instant now = START;
        for (int pause : new int[] {10, 20, 40, 80, 160, 300, 300}) {
            assertThat(breaker.admits(now.plusSeconds(pause - 1)))
                    .as("before %s s", pause)
                    .isFalse();
            now = now.plusSeconds(pause);
            assertThat(breaker.admits(now)).as("after %s s", pause).isTrue();
            breaker.failure(now);
        }
    }

    @Test
    void three_successes_close_it() {
        fail(5, START);
        Instant later = START.plusSeconds(10);
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.open(later)).isTrue();
            assertThat(breaker.admits(later)).isTrue();
            breaker.success();
        }
        assertThat(breaker.open(later)).isFalse();
        fail(4, later);
        assertThat(breaker.admits(later)).isTrue();
    }

    @Test
    void wrong_content_opens_it_at_once_for_longer() {
        breaker.corrupt(START);
        assertThat(breaker.admits(START.plusSeconds(29))).isFalse();
        assertThat(breaker.admits(START.plusSeconds(30))).isTrue();
    }

    @Test
    void being_asked_to_wait_is_no_failure() {
        breaker.park(START.plusSeconds(3));
        assertThat(breaker.admits(START.plusSeconds(2))).isFalse();
        assertThat(breaker.admits(START.plusSeconds(3))).isTrue();
        assertThat(breaker.open(START.plusSeconds(3))).isFalse();
    }
}
