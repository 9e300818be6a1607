package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a probe is due, on a clock that goes when it is told to. */
class ProbeScheduleTest {
    private static final ProbeSchedule.ScheduledPlace A = new ProbeSchedule.ScheduledPlace("a", "metadata");
    private static final ProbeSchedule.ScheduledPlace B = new ProbeSchedule.ScheduledPlace("b", "metadata");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock();
    private final ProbeSchedule rota = new ProbeSchedule(clock);

    private boolean begins(ProbeSchedule.ScheduledPlace place, long after) {
        clock.pass(after);
        return rota.begin(place, SECOND);
    }

    @Test
    void the_first_is_due_when_its_beat_has_passed_once() {
        assertThat(begins(A, 0)).isFalse();
        assertThat(begins(A, 899)).isFalse();
        assertThat(begins(A, 1)).isTrue();
    }

    @Test
    void one_that_gets_no_answer_does_not_keep_the_next_waiting() {
        begins(A, 0);
        assertThat(begins(A, 1000)).isTrue();
        assertThat(begins(A, 500)).isFalse();
        assertThat(begins(A, 500)).as("while the first still waits").isTrue();
    }

    @Test
    void no_more_than_four_wait_at_once() {
        begins(A, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(begins(A, 1000)).isTrue();
        }
        assertThat(begins(A, 1000)).isFalse();
        rota.end(A);
        assertThat(begins(A, 0)).isTrue();
    }

    @Test
    void a_beat_that_becomes_quicker_counts_at_once() {
        rota.begin(A, Duration.ofMinutes(1));
        assertThat(begins(A, 2000)).isTrue();
    }

    @Test
    void each_place_has_a_beat_of_its_own() {
        begins(A, 0);
        begins(B, 500);
        assertThat(begins(A, 500)).isTrue();
        assertThat(begins(B, 0)).isFalse();
    }
}
