package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of origins, and learned of them. */
class HealthTest {
    private static final Origin A = new StillOrigin("a");
    private static final Ask ASK = new Ask("x", Traffic.METADATA, 0, null, List.of(), false, new Cancellation());
    private static final Outcome FOUND = new Outcome.Found(new Head(0, 1, null), "200");

    private final HandClock clock = new HandClock();
    private final List<Event> told = new ArrayList<>();
    private final Health health = new Health(told::add, clock);

    private void exchange(Outcome outcome, long firstByte) {
        OriginHealth.TrackedExchange exchange = health.of(A, Traffic.METADATA).begin(clock.instant());
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
        assertThat(health.report()).extracting(Health.HealthReport::state).containsExactly(CircuitState.HALF_OPEN);
        IntStream.range(0, 3).forEach(i -> exchange(FOUND, 1));
        assertThat(told)
                .containsExactly(
                        new Event.HealthChanged("a", "metadata", CircuitState.HEALTHY, CircuitState.OPEN, "500"),
                        new Event.HealthChanged(
                                "a", "metadata", CircuitState.OPEN, CircuitState.HALF_OPEN, "wait time is over"),
                        new Event.HealthChanged("a", "metadata", CircuitState.HALF_OPEN, CircuitState.HEALTHY, "200"));
    }

    @Test
    void what_hung_before_it_was_found_well_again_is_old_news() {
        List<OriginHealth.TrackedExchange> hanging = new ArrayList<>();
        OriginHealth vitals = health.of(A, Traffic.METADATA);
        IntStream.range(0, 10).forEach(i -> hanging.add(vitals.begin(clock.instant())));
        clock.pass(Duration.ofSeconds(5));
        IntStream.range(0, 5).forEach(i -> exchange(new Outcome.Unavailable("500"), 1));
        IntStream.range(0, 3).forEach(i -> vitals.onProbeSuccess(1, "200", clock.instant()));
        assertThat(health.well(A, Traffic.METADATA)).isTrue();
        hanging.forEach(each -> each.end(ASK, new Outcome.Abandoned("given up"), 0, clock.instant()));
        assertThat(health.well(A, Traffic.METADATA)).isTrue();
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

    private OriginHealth.TrackedExchange begin(Traffic traffic) {
        return health.of(A, traffic).begin(clock.instant());
    }

    private void giveUp(long after) {
        OriginHealth.TrackedExchange exchange = begin(Traffic.METADATA);
        clock.pass(after);
        exchange.end(ASK, new Outcome.Abandoned("given up"), 0, clock.instant());
    }

    @ParameterizedTest(
            name = "given up after {0} ms, asked again {1} ms after it began, answered meanwhile {2}: doubted {3}")
    @CsvSource({
        "250, 1000, false, false",
        "250, 1001, false, true",
        "250, 1001, true, false",
        "249, 60000, false, false"
    })
    void a_silence_that_was_stepped_around_costs_no_second_request_later(
            long late, long again, boolean answered, boolean doubted) {
        IntStream.range(0, 20).forEach(i -> exchange(FOUND, 10));
        clock.pass(1);
        giveUp(late);
        clock.pass(again - late - 1);
        if (answered) {
            answer(Traffic.METADATA);
        }
        clock.pass(1);
        assertThat(health.well(A, Traffic.METADATA)).isEqualTo(!doubted);
        assertThat(doubted()).hasSize(doubted ? 3 : 0);
    }

    @ParameterizedTest(name = "the first given up: {0}, the second given up: {1}")
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void one_that_is_merely_slow_hides_no_silence_that_began_after_the_last_answer(boolean first, boolean second) {
        OriginHealth.TrackedExchange slow = begin(Traffic.METADATA);
        clock.pass(100);
        answer(Traffic.METADATA);
        clock.pass(200);
        if (first) {
            slow.end(ASK, new Outcome.Abandoned("given up"), 0, clock.instant());
        }
        OriginHealth.TrackedExchange silent = begin(Traffic.METADATA);
        clock.pass(300);
        if (second) {
            silent.end(ASK, new Outcome.Abandoned("given up"), 0, clock.instant());
        }
        clock.pass(700);
        assertThat(health.well(A, Traffic.METADATA)).isTrue();
        clock.pass(1);
        assertThat(health.well(A, Traffic.METADATA)).isFalse();
    }

    @Test
    void an_answer_ends_what_was_known_of_a_silence() {
        giveUp(300);
        clock.pass(Duration.ofSeconds(2));
        assertThat(health.well(A, Traffic.METADATA)).isFalse();
        answer(Traffic.METADATA);
        clock.pass(Duration.ofSeconds(2));
        assertThat(health.well(A, Traffic.METADATA)).isTrue();
    }

    @ParameterizedTest(name = "a later one answered {0}: well {0}")
    @ValueSource(booleans = {true, false})
    void a_probe_that_waited_in_vain_says_nothing_once_a_later_one_was_answered(boolean later) {
        Instant began = clock.instant();
        clock.pass(Duration.ofSeconds(1));
        if (later) {
            health.of(A, Traffic.METADATA).onProbeSuccess(50, "200", clock.instant());
        }
        clock.pass(Duration.ofSeconds(2));
        health.of(A, Traffic.METADATA).onProbeFailure("timed out", began, clock.instant());
        assertThat(health.well(A, Traffic.METADATA)).isEqualTo(later);
    }

    private void answer(Traffic traffic) {
        answer(traffic, 50);
    }

    private void answer(Traffic traffic, long bytes) {
        OriginHealth.TrackedExchange exchange = begin(traffic);
        exchange.heard(clock.instant());
        exchange.end(ASK, FOUND, bytes, clock.instant());
    }

    private List<Traffic> doubted() {
        return List.of(Traffic.values()).stream()
                .filter(t -> !health.well(A, t))
                .toList();
    }

    @ParameterizedTest(name = "{0} ms of silence: doubted {1}")
    @CsvSource({"1000, false", "1001, true"})
    void one_exchange_that_hangs_for_a_second_is_reason_for_doubt_in_every_class(long silence, boolean expected) {
        begin(Traffic.METADATA);
        clock.pass(silence);
        assertThat(health.well(A, Traffic.METADATA)).isEqualTo(!expected);
        assertThat(doubted()).hasSize(expected ? 3 : 0);
    }

    @Test
    void what_has_answered_in_a_class_since_the_hanging_one_began_is_not_doubted_there() {
        begin(Traffic.METADATA);
        clock.pass(500);
        answer(Traffic.CHECKSUM);
        clock.pass(501);
        assertThat(health.well(A, Traffic.METADATA)).isFalse();
        assertThat(doubted()).containsExactly(Traffic.METADATA, Traffic.ARCHIVE);
    }

    @Test
    void one_slow_exchange_says_nothing_while_others_of_its_class_are_answered() {
        begin(Traffic.METADATA);
        clock.pass(900);
        answer(Traffic.METADATA);
        clock.pass(5000);
        assertThat(doubted()).isEmpty();
    }

    @Test
    void the_first_body_that_stalls_costs_its_sender_its_place_everywhere_and_an_answer_gives_it_back() {
        stall(Traffic.ARCHIVE, 40);
        assertThat(doubted()).hasSize(3);
        answer(Traffic.METADATA);
        assertThat(doubted()).containsExactly(Traffic.ARCHIVE, Traffic.CHECKSUM);
    }

    private void stall(Traffic traffic, long after) {
        OriginHealth.TrackedExchange exchange = begin(traffic);
        exchange.heard(clock.instant());
        clock.pass(1500);
        exchange.end(ASK, new Outcome.Unavailable("timed out", true), after, clock.instant());
    }

    @ParameterizedTest(name = "silent after {0} bytes: trusted in its class for {1}, in others for {2}")
    @CsvSource({"40, 40, 40", "300, 300, 256", "5000, 4096, 256", "60000000, 4096, 256"})
    void a_smaller_answer_than_what_came_before_the_silence_does_not_give_it_back(
            long after, long inItsClass, long inOthers) {
        stall(Traffic.ARCHIVE, after);
        answer(Traffic.ARCHIVE, inItsClass - 1);
        answer(Traffic.METADATA, inOthers - 1);
        assertThat(doubted()).hasSize(3);
        answer(Traffic.ARCHIVE, inItsClass);
        answer(Traffic.METADATA, inOthers);
        assertThat(doubted()).containsExactly(Traffic.CHECKSUM);
    }

    @Test
    void an_answer_that_came_during_the_silence_speaks_for_it_if_it_was_no_smaller() {
        OriginHealth.TrackedExchange exchange = begin(Traffic.METADATA);
        exchange.heard(clock.instant());
        clock.pass(1000);
        answer(Traffic.METADATA, 7);
        answer(Traffic.CHECKSUM, 300);
        clock.pass(500);
        exchange.end(ASK, new Outcome.Unavailable("slower than 16 KiB/s", true), 40, clock.instant());
        assertThat(doubted()).containsExactly(Traffic.METADATA, Traffic.ARCHIVE);
    }

    @Test
    void a_failure_that_costs_no_time_is_no_reason_for_doubt() {
        exchange(new Outcome.Unavailable("500"), 1);
        assertThat(doubted()).isEmpty();
    }

    @Test
    void one_in_doubt_gets_no_time_before_another_is_asked_as_well() {
        begin(Traffic.ARCHIVE);
        clock.pass(2001);
        assertThat(health.well(A, Traffic.ARCHIVE)).isFalse();
        assertThat(health.hedgeAfter(A, Traffic.ARCHIVE)).isEqualTo(Duration.ofMillis(200));
        assertThat(health.hedgeAfter(A, Traffic.METADATA)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void another_is_asked_in_place_of_one_that_takes_three_times_as_long_as_it_usually_does() {
        assertThat(health.replaceAfter(A, Traffic.METADATA)).isEqualTo(Duration.ofSeconds(1));
        IntStream.range(0, 20).forEach(i -> exchange(FOUND, 10));
        assertThat(health.replaceAfter(A, Traffic.METADATA)).isEqualTo(Duration.ofMillis(250));
        IntStream.range(0, 128).forEach(i -> exchange(FOUND, 500));
        assertThat(health.replaceAfter(A, Traffic.METADATA)).isEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest(name = "{0} answers since: doubted {1}")
    @CsvSource({"0, true", "1, true", "2, true", "3, false"})
    void three_that_are_late_are_reason_for_doubt_unless_as_many_were_answered_since(int answers, boolean doubted) {
        IntStream.range(0, 3).forEach(i -> begin(Traffic.METADATA));
        clock.pass(251);
        IntStream.range(0, answers).forEach(i -> answer(Traffic.METADATA));
        assertThat(doubted()).hasSize(doubted ? 1 : 0);
    }

    @ParameterizedTest(name = "{0} ms of silence, an answer meanwhile {1}: silent {2}")
    @CsvSource({"250, false, false", "251, false, true", "251, true, false"})
    void one_is_silent_while_it_is_late_and_has_answered_nothing_since(long millis, boolean answer, boolean silent) {
        begin(Traffic.METADATA);
        clock.pass(millis - 1);
        if (answer) {
            answer(Traffic.METADATA);
        }
        clock.pass(1);
        assertThat(health.silent(A, Traffic.METADATA)).isEqualTo(silent);
        assertThat(health.silent(A, Traffic.CHECKSUM))
                .as("which has answered nothing either")
                .isEqualTo(millis > 250);
    }
}
