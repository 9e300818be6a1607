package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CircuitState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an origin is worth asking. */
class BreakerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Breaker breaker = new Breaker();

    private void fail(int times, Instant at) {
        for (int i = 0; i < times; i++) {
            breaker.onFailure(at);
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
        breaker.onSuccess(1, START);
        fail(4, START);
        assertThat(breaker.admits(START)).isTrue();
    }

    @Test
    void after_ten_seconds_one_trial_is_let_through_and_only_one() {
        fail(5, START);
        assertThat(breaker.admits(START.plusSeconds(9))).isFalse();
        assertThat(breaker.admits(START.plusSeconds(10))).isTrue();
        breaker.begin(START.plusSeconds(10));
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
            breaker.onFailure(now);
        }
    }

    @Test
    void three_successes_close_it() {
        fail(5, START);
        Instant later = START.plusSeconds(10);
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.state(later)).isEqualTo(CircuitState.HALF_OPEN);
            assertThat(breaker.admits(later)).isTrue();
            breaker.onSuccess(1, START);
        }
        assertThat(breaker.state(later)).isEqualTo(CircuitState.HEALTHY);
        fail(4, later);
        assertThat(breaker.admits(later)).isTrue();
    }

    @Test
    void half_of_ten_within_twenty_seconds_is_too_many() {
        Instant now = START;
        for (int i = 0; i < 9; i++) {
            now = now.plusSeconds(1);
            if (i % 2 == 0) {
                breaker.onFailure(now);
            } else {
                breaker.onSuccess(1, now);
            }
            assertThat(breaker.state(now)).isEqualTo(CircuitState.HEALTHY);
        }
        breaker.onFailure(now);
        assertThat(breaker.state(now)).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void what_failed_long_ago_does_not_count() {
        for (int i = 0; i < 40; i++) {
            Instant now = START.plusSeconds(6L * i);
            breaker.onSuccess(1, now);
            breaker.onFailure(now);
            assertThat(breaker.state(now)).isEqualTo(CircuitState.HEALTHY);
        }
    }

    @Test
    void refusals_open_it_only_where_most_are_refused() {
        for (int i = 0; i < 9; i++) {
            breaker.onRefusal(START);
        }
        assertThat(breaker.state(START)).isEqualTo(CircuitState.HEALTHY);
        breaker.onRefusal(START);
        assertThat(breaker.state(START)).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void three_good_probes_close_it_whatever_its_timer_says() {
        fail(5, START);
        breaker.onProbeSuccess(1, START.plusSeconds(1));
        breaker.onProbeSuccess(1, START.plusSeconds(2));
        assertThat(breaker.state(START.plusSeconds(2))).isEqualTo(CircuitState.OPEN);
        breaker.onProbeSuccess(1, START.plusSeconds(3));
        assertThat(breaker.state(START.plusSeconds(3))).isEqualTo(CircuitState.HEALTHY);
    }

    @Test
    void three_good_probes_end_a_doubt_too_however_often_it_was_doubted_before() {
        Instant now = START;
        for (int i = 0; i < 6; i++) {
            breaker.onHang(0, now);
            now = now.plusSeconds(5);
            breaker.onSuccess(1, now);
        }
        breaker.onHang(0, now);
        fail(5, now);
        assertThat(breaker.state(now)).isEqualTo(CircuitState.OPEN);
        for (int i = 0; i < 3; i++) {
            breaker.onProbeSuccess(1, now.plusMillis(500));
        }
        assertThat(breaker.state(now.plusMillis(500))).isEqualTo(CircuitState.HEALTHY);
    }

    @Test
    void a_failed_probe_begins_their_count_anew_and_keeps_trials_away() {
        fail(5, START);
        breaker.onProbeSuccess(1, START.plusSeconds(1));
        breaker.onProbeSuccess(1, START.plusSeconds(2));
        breaker.onProbeFailure(START.plusSeconds(3));
        breaker.onProbeSuccess(1, START.plusSeconds(8));
        breaker.onProbeFailure(START.plusSeconds(9));
        assertThat(breaker.state(START.plusSeconds(10))).isEqualTo(CircuitState.HALF_OPEN);
        assertThat(breaker.admits(START.plusSeconds(10))).isFalse();
        assertThat(breaker.admits(START.plusSeconds(25))).isTrue();
    }

    @Test
    void a_failed_probe_makes_it_suspect_and_a_good_one_or_an_answer_clears_it() {
        breaker.onProbeFailure(START);
        assertThat(breaker.state(START)).isEqualTo(CircuitState.SUSPECT);
        assertThat(breaker.unreachable(START)).isTrue();
        breaker.onProbeSuccess(1, START);
        assertThat(breaker.state(START)).isEqualTo(CircuitState.HEALTHY);
        Instant later = START.plusSeconds(10);
        breaker.onHang(0, later);
        breaker.onSuccess(1, later);
        assertThat(breaker.admits(later)).isTrue();
    }

    @ParameterizedTest(name = "trusted again for {0} ms, an answer {1} ms after it is doubted again: trusted {2}")
    @CsvSource({"10, 999, false", "10, 1000, true", "9999, 999, false", "10000, 0, true"})
    void one_that_is_doubted_again_soon_stays_in_doubt_for_a_while(long trusted, long answer, boolean expected) {
        breaker.onHang(0, START);
        breaker.onSuccess(1, START);
        Instant again = START.plusMillis(trusted);
        breaker.onHang(0, again);
        breaker.onSuccess(1, again.plusMillis(answer));
        assertThat(breaker.state(again.plusMillis(answer)))
                .isEqualTo(expected ? CircuitState.HEALTHY : CircuitState.SUSPECT);
    }

    @Test
    void one_that_hangs_and_answers_in_turn_changes_its_state_a_few_times_and_no_more() {
        int changes = 0;
        CircuitState before = CircuitState.HEALTHY;
        for (int i = 0; i < 2000; i++) {
            Instant now = START.plusMillis(10L * i);
            breaker.onHang(0, now);
            for (int step = 0; step < 2; step++) {
                CircuitState state = breaker.state(now);
                changes += state == before ? 0 : 1;
                before = state;
                breaker.onSuccess(1, now);
            }
        }
        assertThat(changes).as("changes of state in 20 seconds").isLessThanOrEqualTo(16);
    }

    @Test
    void no_probe_and_no_answer_makes_up_for_wrong_content_until_what_is_sent_was_found_right() {
        breaker.onCorrupt(START);
        for (int i = 0; i < 10; i++) {
            breaker.onProbeSuccess(1, START.plusSeconds(i));
            breaker.onSuccess(1, START.plusSeconds(i));
            breaker.onVerified(START.plusSeconds(i));
        }
        assertThat(breaker.state(START.plusSeconds(29))).isEqualTo(CircuitState.OPEN);
        Instant later = START.plusSeconds(31);
        assertThat(breaker.state(later)).isEqualTo(CircuitState.HALF_OPEN);
        for (int i = 0; i < 3; i++) {
            breaker.onSuccess(1, later);
            assertThat(breaker.state(later)).isEqualTo(CircuitState.HALF_OPEN);
            breaker.onVerified(later);
        }
        assertThat(breaker.state(later)).isEqualTo(CircuitState.HEALTHY);
    }

    @Test
    void wrong_content_again_doubles_the_time() {
        breaker.onCorrupt(START);
        Instant later = START.plusSeconds(31);
        breaker.onSuccess(1, later);
        breaker.onCorrupt(later);
        assertThat(breaker.state(later.plusSeconds(59))).isEqualTo(CircuitState.OPEN);
        assertThat(breaker.state(later.plusSeconds(60))).isEqualTo(CircuitState.HALF_OPEN);
    }

    @Test
    void one_that_has_come_back_gets_its_share_little_by_little() {
        assertThat(breaker.share(START)).isEqualTo(1);
        fail(5, START);
        for (int i = 0; i < 3; i++) {
            breaker.onProbeSuccess(1, START);
        }
        assertThat(breaker.share(START)).isEqualTo(0.1);
        assertThat(breaker.share(START.plusSeconds(5))).isEqualTo(0.5);
        assertThat(breaker.share(START.plusSeconds(11))).isEqualTo(1);
    }

    @Test
    void wrong_content_opens_it_at_once_for_longer() {
        breaker.onCorrupt(START);
        assertThat(breaker.admits(START.plusSeconds(29))).isFalse();
        assertThat(breaker.admits(START.plusSeconds(30))).isTrue();
    }

    @Test
    void being_asked_to_wait_is_no_failure() {
        breaker.onThrottled(START.plusSeconds(3));
        assertThat(breaker.admits(START.plusSeconds(2))).isFalse();
        assertThat(breaker.admits(START.plusSeconds(3))).isTrue();
        assertThat(breaker.state(START.plusSeconds(2))).isEqualTo(CircuitState.THROTTLED);
        assertThat(breaker.state(START.plusSeconds(3))).isEqualTo(CircuitState.HEALTHY);
    }

    @ParameterizedTest(name = "silent after {0} bytes, then {1} bytes {2} s later: trusted {3}")
    @CsvSource({"40, 39, 1, false", "40, 40, 1, true", "0, 0, 1, true", "40, 7, 4, false", "40, 7, 5, true"})
    void who_fell_silent_in_a_body_is_trusted_for_one_as_large_or_after_a_while(
            long silentAfter, long bytes, long seconds, boolean trusted) {
        breaker.onHang(silentAfter, START);
        breaker.onSuccess(bytes, START.plusSeconds(seconds));
        assertThat(breaker.admits(START.plusSeconds(seconds))).isEqualTo(trusted);
        breaker.onHang(silentAfter, START);
        breaker.onProbeSuccess(bytes, START.plusSeconds(seconds));
        assertThat(breaker.admits(START.plusSeconds(seconds))).isEqualTo(trusted);
    }
}
