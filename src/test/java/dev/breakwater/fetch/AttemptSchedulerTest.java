package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.ExtraReason;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a fetch asks next, and when: on a clock that goes when it is told to. */
class AttemptSchedulerTest {
    private static final Demand ONE = Demand.some(1, true);
    private static final Demand TWO = Demand.some(2, true);

    /** Stands in lists and is never asked. */
    private record Named(String name, String domain) implements Origin {
        @Override
        public Outcome get(Ask ask, Sink sink) {
            throw new AssertionError("nobody asks " + name + " here");
        }
    }

    private final World world = new World();
    private final Origin a = new Named("a", "a");
    private final Origin b = new Named("b", "b");
    private final Origin c = new Named("c", "c");
    private final Origin b2 = new Named("b2", "b");

    private AttemptScheduler turns(
            boolean apart, List<Origin> healthy, List<Origin> suspect, List<Origin> unreachable) {
        Candidates candidates = new Candidates(new Selector.Order(healthy, suspect, unreachable), apart);
        return new AttemptScheduler(candidates, Traffic.METADATA, world.health(), world.extras(), world);
    }

    private AttemptScheduler turns(Origin... healthy) {
        return turns(false, List.of(healthy), List.of(), List.of());
    }

    /** Everybody who is to be asked now, in order. */
    private static String now(AttemptScheduler turns, Demand want) {
        List<String> names = new ArrayList<>();
        for (Origin origin = turns.next(want); origin != null; origin = turns.next(want)) {
            names.add(origin.name());
        }
        return String.join(" ", names);
    }

    @ParameterizedTest(name = "after {0} ms: {1}")
    @CsvSource({"999, ''", "1000, b", "1001, b"})
    void one_of_whom_nothing_is_known_has_a_second(long millis, String next) {
        AttemptScheduler turns = turns(a, b, c);
        assertThat(now(turns, ONE)).isEqualTo("a");
        world.pass(millis);
        assertThat(now(turns, ONE)).isEqualTo(next);
    }

    @Test
    void one_that_is_usually_quick_is_helped_soon_for_the_budgets_money() {
        world.answered(a, 10);
        AttemptScheduler turns = turns(a, b, c);
        assertThat(now(turns, ONE)).isEqualTo("a");
        world.pass(49);
        assertThat(now(turns, ONE)).isEmpty();
        world.pass(1);
        assertThat(now(turns, ONE)).isEqualTo("b");
        assertThat(world.extras(ExtraReason.HEDGE)).containsExactly(true);
    }

    @Test
    void without_budget_nobody_is_helped_but_one_that_is_overdue_is_replaced() {
        world.answered(a, 10);
        world.spendHedges();
        AttemptScheduler turns = turns(a, b, c);
        now(turns, ONE);
        world.pass(50);
        assertThat(now(turns, ONE)).isEmpty();
        assertThat(world.extras(ExtraReason.HEDGE)).containsExactly(false);
        world.pass(199);
        assertThat(now(turns, ONE)).as("it is only late after 250 ms").isEmpty();
        world.pass(1);
        assertThat(now(turns, ONE)).isEqualTo("b");
        assertThat(world.extras(ExtraReason.HEDGE)).as("moving on is no hedge").containsExactly(false);
    }

    @Test
    void one_that_came_to_be_doubted_after_the_budget_was_found_empty_is_moved_on_from_at_once() {
        world.answered(a, 10);
        world.spendHedges();
        AttemptScheduler turns = turns(a, b);
        now(turns, ONE);
        world.pass(50);
        assertThat(now(turns, ONE)).as("no budget").isEmpty();
        world.pass(10);
        world.doubt(a);
        assertThat(now(turns, ONE)).isEqualTo("b");
    }

    @Test
    void an_empty_budget_is_asked_again_after_a_moment() {
        world.answered(a, 200);
        world.spendHedges();
        AttemptScheduler turns = turns(a, b);
        now(turns, ONE);
        for (long millis : new long[] {200, 249, 1}) {
            world.pass(millis);
            assertThat(now(turns, ONE)).isEmpty();
        }
        assertThat(world.extras(ExtraReason.HEDGE)).as("at 200 ms and at 450").containsExactly(false, false);
    }

    @Test
    void one_that_came_to_be_doubted_meanwhile_is_moved_on_from_at_once_and_for_nothing() {
        AttemptScheduler turns = turns(a, b, c);
        now(turns, ONE);
        world.pass(60);
        assertThat(now(turns, ONE)).isEmpty();
        world.doubt(a);
        assertThat(now(turns, ONE)).isEqualTo("b");
        world.doubt(b);
        world.pass(49);
        assertThat(now(turns, ONE)).isEmpty();
        world.pass(1);
        assertThat(now(turns, ONE)).isEqualTo("c");
        assertThat(world.extras(ExtraReason.HEDGE)).isEmpty();
    }

    @Test
    void nothing_is_to_be_decided_before_the_exact_time_for_help() {
        AttemptScheduler turns = turns(a, b);
        now(turns, ONE);
        assertThat(turns.due(ONE)).isEqualTo(world.instant().plusMillis(1000));
        world.pass(950);
        assertThat(turns.due(ONE)).isEqualTo(world.instant().plusMillis(50));
    }

    @Test
    void without_budget_the_next_decision_is_the_budgets_or_the_replacement_whatever_is_first() {
        world.answered(a, 10);
        world.spendHedges();
        AttemptScheduler turns = turns(a, b);
        now(turns, ONE);
        world.pass(50);
        assertThat(now(turns, ONE)).isEmpty();
        assertThat(turns.due(ONE))
                .as("overdue after 250 ms")
                .isEqualTo(world.instant().plusMillis(200));
    }

    @Test
    void what_others_learn_is_told_to_those_who_wait() {
        AtomicInteger told = new AtomicInteger();
        try (Health.Watch _ = world.health().onChange(told::incrementAndGet)) {
            world.doubt(a);
            assertThat(told).hasPositiveValue();
        }
        int before = told.get();
        world.open(b);
        assertThat(told).hasValue(before);
    }

    @Test
    void never_more_than_two_help() {
        Origin d = new Named("d", "d");
        AttemptScheduler turns = turns(a, b, c, d);
        now(turns, ONE);
        for (String next : List.of("b", "c", "", "")) {
            world.pass(1000);
            assertThat(now(turns, ONE)).isEqualTo(next);
        }
        assertThat(turns.due(ONE)).as("nothing to look for").isNull();
    }

    @Test
    void nobody_is_asked_while_one_brings_it() {
        AttemptScheduler turns = turns(a, b);
        now(turns, ONE);
        turns.missing();
        world.pass(Duration.ofMinutes(1));
        assertThat(now(turns, Demand.NONE)).isEmpty();
        assertThat(turns.due(Demand.NONE)).isNull();
        assertThat(turns.over(Demand.NONE)).isFalse();
    }

    @Test
    void those_in_doubt_come_after_all_others_and_those_out_of_reach_last() {
        AttemptScheduler turns = turns(false, List.of(a), List.of(b), List.of(c));
        assertThat(now(turns, ONE)).isEqualTo("a");
        turns.ended(a);
        assertThat(now(turns, ONE)).isEqualTo("b");
        turns.ended(b);
        assertThat(now(turns, ONE)).isEqualTo("c");
        turns.ended(c);
        assertThat(now(turns, ONE)).isEmpty();
        assertThat(turns.idle()).isTrue();
    }

    @Test
    void before_an_absence_is_believed_those_in_doubt_are_asked_too() {
        AttemptScheduler turns = turns(false, List.of(a, b), List.of(c), List.of(b2));
        now(turns, ONE);
        turns.ended(a);
        turns.missing();
        assertThat(now(turns, Demand.ALL)).isEqualTo("b c");
    }

    @ParameterizedTest(name = "{0} ms after the first absence, b doubted {1} it was asked: over {2}")
    @CsvSource({
        "4999, never, false",
        "5000, never, true",
        "999, before, false",
        "1000, before, true",
        "4999, after, false",
        "5000, after, true"
    })
    void one_that_is_late_may_contradict_an_absence_for_five_seconds(long millis, String doubted, boolean over) {
        AttemptScheduler turns = turns(a, b);
        if (doubted.equals("before")) {
            world.doubt(b);
        }
        now(turns, Demand.ALL);
        turns.ended(a);
        turns.missing();
        if (doubted.equals("after")) {
            world.doubt(b);
        }
        world.pass(millis);
        assertThat(turns.over(Demand.ALL)).isEqualTo(over);
    }

    /** Each of them would cost every look-up that finds nothing a second. */
    @Test
    void one_whose_breaker_is_open_is_not_waited_for_before_an_absence_is_believed() {
        world.open(b);
        AttemptScheduler turns = turns(false, List.of(a), List.of(b), List.of());
        assertThat(now(turns, ONE)).isEqualTo("a");
        turns.missing();
        turns.ended(a);
        assertThat(now(turns, Demand.ALL)).isEqualTo("b");
        assertThat(turns.over(Demand.ALL)).isTrue();
    }

    @Test
    void one_on_trial_has_a_second_to_contradict_an_absence_and_only_in_the_trial() {
        world.open(b);
        world.pass(Duration.ofSeconds(10));
        AttemptScheduler trial = turns(false, List.of(a, b), List.of(), List.of());
        AttemptScheduler beside = turns(false, List.of(a), List.of(b), List.of());
        for (AttemptScheduler turns : List.of(trial, beside)) {
            assertThat(now(turns, Demand.ALL)).isEqualTo("a b");
            turns.missing();
            turns.ended(a);
        }
        assertThat(trial.over(Demand.ALL)).isFalse();
        assertThat(beside.over(Demand.ALL)).isTrue();
        world.pass(Duration.ofSeconds(1));
        assertThat(trial.over(Demand.ALL)).isTrue();
    }

    @Test
    void witnesses_are_of_different_domains() {
        AttemptScheduler turns = turns(true, List.of(b, b2, c), List.of(), List.of());
        assertThat(now(turns, TWO)).isEqualTo("b c");
        turns.ended(b);
        turns.heard(b, Duration.ofSeconds(1));
        turns.ended(c);
        assertThat(now(turns, ONE)).as("b has spoken").isEmpty();
    }

    @Test
    void two_at_once_are_both_expected_so_one_in_doubt_is_replaced_for_nothing() {
        AttemptScheduler turns = turns(true, List.of(a, b, c), List.of(), List.of());
        assertThat(now(turns, TWO)).isEqualTo("a b");
        world.pass(50);
        world.doubt(b);
        assertThat(now(turns, TWO)).isEqualTo("c");
        assertThat(world.extras(ExtraReason.HEDGE)).isEmpty();
    }

    @ParameterizedTest(name = "{0} ms after the first voice, the others doubted {1}: over {2}")
    @CsvSource({"999, false, false", "1000, false, true", "49, true, false", "50, true, true"})
    void a_second_voice_is_waited_for_a_second_from_those_in_doubt_hardly(long millis, boolean doubted, boolean over) {
        AttemptScheduler turns = turns(true, List.of(a, b), List.of(), List.of());
        now(turns, TWO);
        turns.ended(a);
        turns.heard(a, Duration.ofSeconds(1));
        if (doubted) {
            world.doubt(b);
        }
        world.pass(millis);
        assertThat(turns.over(Demand.some(1, false))).isEqualTo(over);
    }

    @Test
    void for_a_second_voice_nobody_in_doubt_is_asked() {
        AttemptScheduler turns = turns(true, List.of(a), List.of(b), List.of());
        assertThat(now(turns, TWO)).isEqualTo("a");
        turns.ended(a);
        turns.heard(a, Duration.ofSeconds(1));
        assertThat(now(turns, Demand.some(1, false))).isEmpty();
        assertThat(turns.idle()).isTrue();
    }

    @Test
    void one_that_failed_is_asked_again_after_the_others_and_only_so_often() {
        AttemptScheduler turns = turns(a, b);
        List<String> asked = new ArrayList<>();
        for (Origin origin = turns.next(ONE); origin != null; origin = turns.next(ONE)) {
            asked.add(origin.name());
            turns.ended(origin);
            turns.again(origin, 2);
        }
        assertThat(asked).containsExactly("a", "b", "a", "b");
        assertThat(world.extras(ExtraReason.RETRY)).containsExactly(true, true);
    }

    @Test
    void without_budget_nobody_is_asked_again() {
        world.spendRetries();
        AttemptScheduler turns = turns(a);
        Origin first = Stream.of(turns.next(ONE)).findFirst().orElseThrow();
        turns.ended(first);
        turns.again(first, 3);
        assertThat(now(turns, ONE)).isEmpty();
        assertThat(world.extras(ExtraReason.RETRY)).containsExactly(false);
    }

    @Test
    void one_that_failed_and_is_in_doubt_now_is_asked_again_only_where_nobody_else_is_left() {
        AttemptScheduler turns = turns(a, b);
        now(turns, ONE);
        turns.ended(a);
        world.doubt(a);
        turns.again(a, 2);
        assertThat(now(turns, ONE)).isEqualTo("b");
        assertThat(turns.left()).isFalse();
        turns.ended(b);
        assertThat(now(turns, ONE)).isEqualTo("a");
    }

    @Test
    void anew_asks_everybody_whatever_was() {
        AttemptScheduler turns = turns(false, List.of(a), List.of(b), List.of(c));
        now(turns, ONE);
        turns.ended(a);
        turns.anew(List.of(a, b, c));
        assertThat(turns.asked()).containsExactly(a, b, c);
        assertThat(now(turns, ONE)).isEmpty();
    }
}
