package dev.breakwater.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.probe.Ranking.Entrant;
import dev.breakwater.probe.Ranking.Ranked;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {
    /** Figures found by bisection of what the interval is defined by: |share − p| = 1.96 √(p (1 − p) / n). */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 10, 0",
        "1, 1, 0.206543",
        "10, 10, 0.722460",
        "9, 10, 0.595844",
        "5, 10, 0.236590",
        "100, 100, 0.963005",
        "99, 100, 0.945512",
        "4000, 4000, 0.999041"
    })
    void wilson_lower(int successes, int trials, double expected) {
        assertThat(Wilson.lower(successes, trials)).isCloseTo(expected, within(2e-6));
    }

    @Test
    void more_successes_than_trials_are_a_mistake() {
        assertThatThrownBy(() -> Wilson.lower(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 2", "0.95, 4", "0.1, 1", "0, 1", "1, 4", "0.25, 1", "0.26, 2"})
    void quantiles_are_figures_that_were_measured(double q, double expected) {
        assertThat(Quantiles.of(List.of(4.0, 1.0, 3.0, 2.0), q)).isEqualTo(expected);
        assertThat(Quantiles.of(List.of(), q)).isNaN();
    }

    private static Entrant entrant(String name, String domain, double... secondsAndP) {
        Stream.Builder<Score> scores = Stream.builder();
        for (int i = 0; i < secondsAndP.length; i += 2) {
            scores.add(new Score(1, 1, secondsAndP[i + 1], secondsAndP[i]));
        }
        return new Entrant(name, domain, scores.build().toList());
    }

    @Test
    void order_is_by_time_over_probability() {
        Ranked ranked = Ranking.of(List.of(
                entrant("slow-sure", "a", 1.0, 0.99),
                entrant("quick-unsure", "b", 0.6, 0.5),
                entrant("quick-sure", "c", 0.6, 0.99),
                entrant("never", "d", 0.1, 0.0)));
        assertThat(ranked.order()).extracting(Entrant::name).containsExactly("quick-sure", "slow-sure", "quick-unsure");
    }

    @Test
    void time_of_all_classes_counts_together() {
        Ranked ranked =
                Ranking.of(List.of(entrant("lists", "a", 0.1, 1, 9.0, 1), entrant("zips", "b", 2.0, 1, 1.0, 1)));
        assertThat(ranked.order()).extracting(Entrant::name).containsExactly("zips", "lists");
    }

    @Test
    void shortest_beginning_that_reaches_the_goal_is_recommended() {
        Ranked ranked = Ranking.of(
                List.of(entrant("a", "a", 1.0, 0.999), entrant("b", "b", 2.0, 0.9995), entrant("c", "c", 3.0, 0.9999)));
        assertThat(ranked.reached()).isTrue();
        assertThat(ranked.count()).isEqualTo(2);
        assertThat(ranked.success()).isCloseTo(1 - 0.001 * 0.0005, within(1e-12));
        assertThat(ranked.chosen()).extracting(Entrant::name).containsExactly("a", "b");
    }

    @Test
    void every_class_must_be_served() {
        List<Entrant> chosen = List.of(entrant("a", "a", 1, 0.9, 1, 0.8), entrant("b", "b", 1, 0.5, 1, 0.5));
        assertThat(Ranking.success(chosen)).isCloseTo((1 - 0.1 * 0.5) * (1 - 0.2 * 0.5), within(1e-12));
    }

    @Test
    void one_failure_domain_never_reaches_the_goal_and_counts_once() {
        Ranked alone = Ranking.of(List.of(entrant("a", "one", 1.0, 0.9999999), entrant("b", "one", 2.0, 0.9999999)));
        assertThat(alone.reached()).isFalse();
        assertThat(alone.count()).isEqualTo(2);
        assertThat(Ranking.success(List.of(entrant("a", "one", 1, 0.9), entrant("b", "one", 1, 0.8))))
                .isCloseTo(0.9, within(1e-12));
    }

    @Test
    void goal_that_is_out_of_reach_is_told() {
        Ranked ranked = Ranking.of(List.of(entrant("a", "a", 1, 0.9), entrant("b", "b", 1, 0.9)));
        assertThat(ranked.reached()).isFalse();
        assertThat(ranked.count()).isEqualTo(2);
        assertThat(ranked.success()).isCloseTo(0.99, within(1e-12));
        assertThat(Ranking.of(List.of()).success()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "0.5, 50 %", "0.9, 90 %", "0.985, 98 %", "0.9985, 99.8 %", "0.999999, 99.9999 %", "1, 100 %"})
    void percent_never_says_more_than_is_so(double p, String expected) {
        assertThat(ProbeAdvice.percent(p)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void rounds_add_up(int n) {
        Rounds rounds = new Rounds();
        ProbeReport last = rounds.add(Reports.one("a", Score.of(9, 10, 0.5)));
        for (int i = 1; i < n; i++) {
            last = rounds.add(Reports.one("a", Score.of(9, 10, 0.5)));
        }
        assertThat(last.mirror("a").scores().get("metadata")).isEqualTo(Score.of(9 * n, 10 * n, 0.5));
    }

    @Test
    void changes_from_one_round_to_the_next_are_told() {
        ProbeReport before = Reports.one("a", Score.of(9, 10, 0.5));
        ProbeReport now = Reports.with(
                before,
                MirrorReport.MirrorVerdict.BAD,
                new ProbeFinding(ProbeFinding.FindingKind.STALE, "lacks v1.0.1"));
        assertThat(Rounds.changes(before, before)).isEmpty();
        assertThat(Rounds.changes(before, now)).containsExactly("a: good → bad", "a: now lacks v1.0.1");
        assertThat(Rounds.changes(now, before)).containsExactly("a: bad → good", "a: no longer lacks v1.0.1");
    }
}
