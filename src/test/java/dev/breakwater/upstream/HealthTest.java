package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of origins, and learned of them. */
class HealthTest {
    private static final Origin A = new StillOrigin("a");
    private static final Ask ASK = new Ask("x", Traffic.METADATA, 0, null, null, List.of(), new Cancellation());
    private static final Outcome FOUND = new Outcome.Found(new Head(0, 1, null, null), "200");

    private final HandClock clock = new HandClock();
    private final List<Event> told = new ArrayList<>();
    private final Health health = new Health(told::add, clock);

    private void exchange(Outcome outcome, long firstByte) {
        Vitals.Exchange exchange = health.of(A, Traffic.METADATA).begin(clock.instant());
        clock.pass(firstByte);
        if (!(outcome instanceof Outcome.Abandoned)) {
            exchange.heard(clock.instant());
        }
        exchange.end(ASK, outcome, 0, clock.instant());
    }

    @Test
    void each_change_of_mind_is_told_once_with_its_reason() {
        IntStream.range(0, 8).forEach(i -> exchange(new Outcome.Unavailable("500"), 1));
        clock.pass(Duration.ofSeconds(20));
        assertThat(health.report()).extracting(Health.Report::state).containsExactly("trial");
        IntStream.range(0, 3).forEach(i -> exchange(FOUND, 1));
        assertThat(told)
                .containsExactly(
                        new Event.Health("a", "metadata", "healthy", "open", "500"),
                        new Event.Health("a", "metadata", "open", "trial", "time has passed"),
                        new Event.Health("a", "metadata", "trial", "healthy", "200"));
    }

    @Test
    void a_hedge_waits_for_the_usual_slow_one_in_twenty() {
        assertThat(health.hedgeAfter(A, Traffic.METADATA)).isEqualTo(Duration.ofSeconds(1));
        assertThat(health.hedgeAfter(A, Traffic.ARCHIVE)).isEqualTo(Duration.ofSeconds(2));
        IntStream.rangeClosed(1, 100).forEach(i -> exchange(FOUND, i * 3L));
        assertThat(health.hedgeAfter(A, Traffic.METADATA)).isBetween(Duration.ofMillis(280), Duration.ofMillis(300));
        IntStream.rangeClosed(1, 128).forEach(i -> exchange(FOUND, 2));
        assertThat(health.hedgeAfter(A, Traffic.METADATA)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void one_given_up_late_without_a_byte_has_failed_one_given_up_early_has_not() {
        IntStream.range(0, 20).forEach(i -> exchange(FOUND, 10));
        IntStream.range(0, 30).forEach(i -> exchange(new Outcome.Abandoned("given up"), 40));
        assertThat(health.well(A, Traffic.METADATA)).isTrue();
        IntStream.range(0, 5).forEach(i -> exchange(new Outcome.Abandoned("given up"), 60));
        assertThat(health.well(A, Traffic.METADATA)).isFalse();
    }
}
