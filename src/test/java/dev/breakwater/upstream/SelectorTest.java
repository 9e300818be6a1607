package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is asked first. */
class SelectorTest {
    private static final Origin A = new StillOrigin("a");
    private static final Origin B = new StillOrigin("b");
    private static final Origin C = new StillOrigin("c");
    private static final Origin HEAVY = new StillOrigin("heavy", "heavy", 3);
    private static final Ask ASK = new Ask("x", Traffic.METADATA, 0, null, List.of(), false, new Cancellation());
    private static final Outcome FOUND = new Outcome.Found(new Head(0, 1, null), "200");
    private static final Outcome FAILED = new Outcome.Unavailable("500");

    private final HandClock clock = new HandClock();
    private final Health health = new Health(Events.NONE, clock);
    private final Selector selector = new Selector(health, clock, new Random(1));

    private Selector.Order order(Selection selection, Origin... origins) {
        return selector.order(new Tiers("t", selection, List.of(List.of(origins))), Traffic.METADATA);
    }

    private Map<Origin, Integer> firsts(int times, Selection selection, Origin... origins) {
        Map<Origin, Integer> firsts = new HashMap<>();
        IntStream.range(0, times)
                .forEach(i -> firsts.merge(order(selection, origins).healthy().getFirst(), 1, Integer::sum));
        return firsts;
    }

    private void exchange(Origin origin, Outcome outcome, long millis) {
        OriginHealth.TrackedExchange exchange =
                health.of(origin, Traffic.METADATA).begin(clock.instant());
        clock.pass(millis);
        exchange.heard(clock.instant());
        exchange.end(ASK, outcome, 0, clock.instant());
    }

    private void fail(Origin origin, int times) {
        IntStream.range(0, times).forEach(i -> exchange(origin, FAILED, 0));
    }

    @ParameterizedTest
    @EnumSource
    void everybody_who_is_well_is_in_the_order_once_whatever_the_selection(Selection selection) {
        for (int i = 0; i < 50; i++) {
            assertThat(order(selection, A, B, C).healthy()).containsExactlyInAnyOrder(A, B, C);
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_is_out_is_never_first_but_still_known(Selection selection) {
        fail(B, 5);
        assertThat(firsts(50, selection, A, B, C)).doesNotContainKey(B);
        assertThat(order(selection, A, B, C).suspect()).containsExactly(B);
    }

    @Test
    void one_class_of_traffic_says_nothing_of_another() {
        fail(A, 5);
        Tiers tiers = new Tiers("t", Selection.PRIORITY, List.of(List.of(A, B)));
        assertThat(selector.order(tiers, Traffic.ARCHIVE).healthy()).containsExactly(A, B);
        assertThat(selector.order(tiers, Traffic.METADATA).healthy()).containsExactly(B);
    }

    @Test
    void wrong_content_is_out_in_its_class_and_in_all_from_the_second_artefact_on() {
        Tiers tiers = new Tiers("t", Selection.PRIORITY, List.of(List.of(A, B)));
        for (int i = 0; i < 2; i++) {
            health.corrupt(A, Traffic.ARCHIVE, "m@v1.zip", "wrong");
        }
        assertThat(selector.order(tiers, Traffic.ARCHIVE).healthy()).containsExactly(B);
        assertThat(selector.order(tiers, Traffic.METADATA).healthy()).containsExactly(A, B);
        assertThat(selector.order(tiers, Traffic.CHECKSUM).healthy()).containsExactly(A, B);
        health.corrupt(A, Traffic.ARCHIVE, "m@v2.zip", "wrong");
        for (Traffic traffic : Traffic.values()) {
            assertThat(selector.order(tiers, traffic).healthy()).containsExactly(B);
        }
    }

    @Test
    void wrong_artefacts_more_than_an_hour_apart_are_one_each() {
        health.corrupt(A, Traffic.ARCHIVE, "m@v1.zip", "wrong");
        clock.pass(Duration.ofMinutes(61));
        health.corrupt(A, Traffic.ARCHIVE, "m@v2.zip", "wrong");
        Tiers tiers = new Tiers("t", Selection.PRIORITY, List.of(List.of(A, B)));
        assertThat(selector.order(tiers, Traffic.METADATA).healthy()).containsExactly(A, B);
    }

    @Test
    void a_backup_comes_after_every_primary() {
        Tiers tiers = new Tiers("t", Selection.RESPONSE_TIME, List.of(List.of(A, B), List.of(C)));
        for (int i = 0; i < 50; i++) {
            assertThat(selector.order(tiers, Traffic.METADATA).healthy().getLast())
                    .isEqualTo(C);
        }
        fail(A, 5);
        fail(B, 5);
        assertThat(selector.order(tiers, Traffic.METADATA).healthy()).containsExactly(C);
    }

    @ParameterizedTest
    @EnumSource
    void who_lags_behind_is_asked_for_metadata_after_the_others_unless_the_operator_has_said_the_order(
            Selection selection) {
        health.late("a", true);
        if (selection == Selection.PRIORITY) {
            assertThat(order(selection, A, B, C).healthy()).containsExactly(A, B, C);
        } else {
            assertThat(firsts(50, selection, A, B, C)).doesNotContainKey(A);
            assertThat(order(selection, A, B, C).healthy()).containsOnlyOnce(A, B, C);
        }
        health.late("a", false);
        assertThat(firsts(50, selection, A)).containsKey(A);
    }

    @Test
    void who_was_taken_out_is_in_no_order() {
        health.drain("a", true);
        Selector.Order order = order(Selection.PRIORITY, A, B);
        assertThat(order.healthy()).containsExactly(B);
        assertThat(order.suspect()).isEmpty();
        assertThat(order.unreachable()).isEmpty();
        health.drain("a", false);
        assertThat(order(Selection.PRIORITY, A, B).healthy()).containsExactly(A, B);
    }

    @Test
    void priority_keeps_the_order() {
        assertThat(order(Selection.PRIORITY, A, B, C).healthy()).containsExactly(A, B, C);
    }

    @Test
    void round_robin_gives_each_its_turn() {
        assertThat(firsts(30, Selection.ROUND_ROBIN, A, B, C)).isEqualTo(Map.of(A, 10, B, 10, C, 10));
    }

    @Test
    void weights_share_the_requests() {
        Map<Origin, Integer> firsts = firsts(4000, Selection.WEIGHTED, A, HEAVY);
        assertThat(firsts.get(HEAVY)).isBetween(2850, 3150);
    }

    @Test
    void least_connections_takes_the_idle_one_and_heeds_the_weight() {
        health.of(A, Traffic.METADATA).begin(clock.instant());
        assertThat(firsts(20, Selection.LEAST_CONNECTIONS, A, B)).isEqualTo(Map.of(B, 20));
        health.of(HEAVY, Traffic.METADATA).begin(clock.instant());
        assertThat(firsts(20, Selection.LEAST_CONNECTIONS, A, HEAVY)).isEqualTo(Map.of(HEAVY, 20));
    }

    @Test
    void response_time_takes_the_quick_one_and_looks_at_the_slow_one_again_after_a_while() {
        exchange(A, FOUND, 10);
        exchange(B, FOUND, 200);
        assertThat(firsts(50, Selection.RESPONSE_TIME, A, B)).isEqualTo(Map.of(A, 50));
        for (int i = 0; i < 60; i++) {
            clock.pass(1000);
            exchange(A, FOUND, 10);
        }
        assertThat(firsts(50, Selection.RESPONSE_TIME, A, B)).isEqualTo(Map.of(B, 50));
    }

    @Test
    void response_time_heeds_the_load() {
        exchange(A, FOUND, 10);
        exchange(B, FOUND, 15);
        health.of(A, Traffic.METADATA).begin(clock.instant());
        assertThat(firsts(50, Selection.RESPONSE_TIME, A, B)).isEqualTo(Map.of(B, 50));
    }

    @Test
    void a_quick_failure_is_no_quick_answer() {
        exchange(A, FAILED, 1);
        exchange(B, FOUND, 100);
        assertThat(firsts(50, Selection.RESPONSE_TIME, A, B)).isEqualTo(Map.of(B, 50));
    }

    @Test
    void response_time_of_three_never_begins_with_the_worst() {
        exchange(A, FOUND, 10);
        exchange(B, FOUND, 20);
        exchange(C, FOUND, 30);
        Map<Origin, Integer> firsts = firsts(300, Selection.RESPONSE_TIME, A, B, C);
        assertThat(firsts).doesNotContainKey(C);
        assertThat(firsts.get(B)).isBetween(60, 140);
    }

    @Test
    void one_that_has_come_back_is_first_more_often_as_time_passes() {
        fail(A, 5);
        IntStream.range(0, 3).forEach(i -> health.of(A, Traffic.METADATA).onProbeSuccess(1, "200", clock.instant()));
        assertThat(firsts(1000, Selection.PRIORITY, A, B).get(A)).isBetween(60, 140);
        clock.pass(Duration.ofSeconds(5));
        assertThat(firsts(1000, Selection.PRIORITY, A, B).get(A)).isBetween(450, 550);
        clock.pass(Duration.ofSeconds(5));
        assertThat(firsts(100, Selection.PRIORITY, A, B)).isEqualTo(Map.of(A, 100));
    }

    @Test
    void one_that_has_come_back_is_not_held_to_the_times_of_its_trouble() {
        exchange(B, FOUND, 10);
        IntStream.range(0, 5).forEach(i -> exchange(A, FAILED, 3000));
        IntStream.range(0, 3).forEach(i -> health.of(A, Traffic.METADATA).onProbeSuccess(1, "200", clock.instant()));
        clock.pass(Duration.ofSeconds(10));
        assertThat(firsts(50, Selection.RESPONSE_TIME, A, B)).isEqualTo(Map.of(A, 50));
    }

    @Test
    void one_that_a_probe_could_not_reach_comes_last_of_all() {
        health.of(A, Traffic.METADATA).onProbeFailure("refused", clock.instant(), clock.instant());
        fail(B, 5);
        Selector.Order order = order(Selection.PRIORITY, A, B, C);
        assertThat(order.healthy()).containsExactly(C);
        assertThat(order.suspect()).containsExactly(B);
        assertThat(order.unreachable()).containsExactly(A);
    }

    @Test
    void three_that_hang_make_it_suspect_at_once() {
        for (int i = 0; i < 3; i++) {
            health.of(A, Traffic.METADATA).begin(clock.instant());
        }
        assertThat(health.well(A, Traffic.METADATA)).isTrue();
        clock.pass(251);
        assertThat(health.well(A, Traffic.METADATA)).isFalse();
        exchange(A, FOUND, 1);
        assertThat(order(Selection.PRIORITY, A, B).healthy()).containsExactly(B);
    }
}
