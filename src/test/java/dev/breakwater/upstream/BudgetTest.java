package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Help never becomes a storm. */
class BudgetTest {
    private final HandClock clock = new HandClock();

    private static int spent(Budget budget, int wanted) {
        return (int) IntStream.range(0, wanted).filter(i -> budget.spend()).count();
    }

    @Test
    void a_few_are_free_and_a_share_of_the_requests_besides() {
        Budget budget = new Budget(0.2, 1, clock);
        assertThat(spent(budget, 100)).isEqualTo(10);
        IntStream.range(0, 100).forEach(i -> budget.earn());
        assertThat(spent(budget, 100)).isEqualTo(20);
    }

    @Test
    void what_was_earned_and_spent_is_forgotten_after_ten_seconds() {
        Budget budget = new Budget(0.2, 1, clock);
        IntStream.range(0, 1000).forEach(i -> budget.earn());
        clock.pass(11_000);
        assertThat(spent(budget, 100)).isEqualTo(10);
        clock.pass(5_000);
        assertThat(spent(budget, 100)).isZero();
        clock.pass(6_000);
        assertThat(spent(budget, 100)).isEqualTo(10);
    }

    @Test
    void a_clock_that_goes_back_breaks_nothing() {
        Budget budget = new Budget(0.2, 1, clock);
        spent(budget, 10);
        clock.pass(-86_400_000);
        assertThat(spent(budget, 100)).isEqualTo(10);
    }
}
