package dev.breakwater.format.go.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.Key;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AheadBudgetTest {
    private static final long MB = 1 << 20;

    private final AtomicLong now = new AtomicLong();
    private final AheadBudget budget = new AheadBudget(now::get);

    private static Key key(int i) {
        return new Key("go", "k" + i);
    }

    private void fetch(int from, int to, long bytes) {
        for (int i = from; i < to; i++) {
            budget.begins(key(i), 0);
            budget.ended(key(i), bytes);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void files_without_a_request_end_it_and_each_request_allows_more() {
        fetch(0, 256, 10);
        assertThat(budget.allows()).isFalse();
        assertThat(budget.asked(key(7))).isTrue();
        assertThat(budget.allows()).isTrue();
        assertThat(budget.asked(key(7))).isFalse();
    }

    @Test
    void bytes_without_a_request_end_it_from_before_they_come() {
        for (int i = 0; i < 8; i++) {
            assertThat(budget.allows()).isTrue();
            budget.begins(key(i), 4 * MB);
        }
        assertThat(budget.allows()).isFalse();
        for (int i = 0; i < 8; i++) {
            budget.ended(key(i), MB);
        }
        assertThat(budget.allows()).isTrue();
        budget.begins(key(9), 4 * MB);
        budget.ended(key(9), 500 * MB);
        assertThat(budget.allows()).isFalse();
    }

    @Test
    void what_a_client_asks_for_on_its_way_is_used() {
        for (int i = 0; i < 1_000; i++) {
            budget.begins(key(i), 0);
            assertThat(budget.asked(key(i))).isTrue();
            budget.ended(key(i), MB);
        }
        fetch(1_000, 1_100, MB);
        assertThat(budget.allows()).as("100 MB of 1,000 used").isTrue();
    }

    @Test
    void what_was_here_already_counts_for_nothing() {
        fetch(0, 1_000, -1);
        assertThat(budget.allows()).isTrue();
    }

    @Test
    void what_no_client_asks_for_is_forgotten() {
        fetch(0, 300, MB);
        assertThat(budget.allows()).isFalse();
        pass(Duration.ofMinutes(11));
        assertThat(budget.allows()).isTrue();
    }

    @Test
    void experience_fades_and_has_a_limit() {
        for (int i = 0; i < 100_000; i++) {
            fetch(i, i + 1, 0);
            budget.asked(key(i));
        }
        fetch(100_000, 104_000, 0);
        assertThat(budget.allows()).isTrue();
        fetch(104_000, 104_096, 0);
        assertThat(budget.allows()).isFalse();
        pass(Duration.ofHours(3));
        fetch(200_000, 200_257, 0);
        assertThat(budget.allows()).isFalse();
    }
}
