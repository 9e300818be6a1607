package dev.breakwater.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountDriftTest {
    private final AtomicLong counted = new AtomicLong(10);
    private final CountDrift drift = new CountDrift(counted::get);

    private boolean looked(int times, long entries, int waiting) {
        boolean astray = false;
        for (int i = 0; i < times; i++) {
            astray |= drift.astray(entries, waiting);
        }
        return astray;
    }

    @Test
    void what_nobody_told_of_is_noticed_at_the_second_look_and_what_is_just_on_its_way_is_not() {
        drift.measured(9); // one is damaged
        assertThat(looked(100, 9, 0)).isFalse();
        counted.set(12);
        assertThat(looked(1, 9, 0)).isFalse();
        assertThat(looked(1, 11, 0)).as("it was only late").isFalse();
        assertThat(looked(1, 9, 0)).isFalse();
        assertThat(looked(1, 9, 0)).isTrue();
        drift.measured(11);
        assertThat(looked(100, 11, 0)).isFalse();
    }

    @Test
    void nothing_is_known_while_the_store_has_not_counted_or_changes_wait() {
        drift.measured(10);
        counted.set(50);
        assertThat(looked(100, 10, 3)).isFalse();
        counted.set(-1);
        assertThat(looked(100, 10, 0)).isFalse();
    }
}
