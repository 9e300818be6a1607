package dev.breakwater.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.AlertRule;
import dev.breakwater.status.Situation.Counts;
import dev.breakwater.status.Situation.Offline;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The four states: a table of mirrors, alerts and traffic. */
class StatusRulesTest {
    private static ServiceState state(Situations situation) {
        return StatusRules.judge(situation.build()).state();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a=up b=up c=up                                         | SAFE",
                "a=down500/12 b=up c=up                                 | DEGRADED",
                "a=down500/12 b=down/1 c=up                             | DEGRADED",
                "a=down500/12 b=down/1 c=down                           | NEW_MODULES_FAIL",
                "a=up                                                   | SAFE",
                "a=down500/12                                           | NEW_MODULES_FAIL",
                "a=doubt/1 b=up                                         | DEGRADED",
                "a=doubt/2s b=up                                        | SAFE",
                "a=doubt/2s                                             | SAFE",
                "a=doubt/1                                              | NEW_MODULES_FAIL",
                "a=down500/12 b=doubt/2s                                | DEGRADED",
                "a=down500/12 b=doubt/1                                 | NEW_MODULES_FAIL",
                "a=down500/12 b=backup:up                               | DEGRADED",
                "a=up b=backup:down500/12                               | DEGRADED",
                "a=down500/12 b=backup:down/3                           | NEW_MODULES_FAIL",
                "a=up r=reserve:down/3                                  | SAFE",
                "a=down500/12 r=reserve:up                              | NEW_MODULES_FAIL",
                "a=down500/12@archive b=up                              | DEGRADED",
                "a=down500/12@archive                                   | NEW_MODULES_FAIL",
                "a=down500/12@archive b=down500/12@metadata             | DEGRADED",
                "a=down500/12@checksum b=up                             | SAFE",
                "a=drained b=up                                         | SAFE",
                "a=drained b=down500/12                                 | NEW_MODULES_FAIL",
                "a=drained b=drained                                    | NEW_MODULES_FAIL",
                "''                                                     | SAFE",
            })
    void mirrors_decide_before_anybody_asks_for_anything(String mirrors, ServiceState expected) {
        assertThat(state(Situations.usual().mirrors(mirrors))).isEqualTo(expected);
        assertThat(state(Situations.usual().mirrors(mirrors).minute(0, 0).fiveMinutes(5_000, 0, 0)))
                .as("after five minutes that went well")
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, fetched {1} s ago")
    @CsvSource(
            delimiter = '|',
            value = {
                "a=doubt/1                 | 30 | DEGRADED",
                "a=doubt/1                 | 90 | NEW_MODULES_FAIL",
                "a=down/5 b=doubt/1        | 30 | DEGRADED",
                "a=down/5 r=reserve:up     | 30 | DEGRADED",
                "a=down/5 r=reserve:up     | 301 | NEW_MODULES_FAIL",
                "a=down/5                  | 30 | NEW_MODULES_FAIL",
            })
    void what_is_in_doubt_serves_new_modules_if_it_has_just_done_so(
            String mirrors, int seconds, ServiceState expected) {
        assertThat(state(Situations.usual().fetched(seconds).mirrors(mirrors))).isEqualTo(expected);
    }

    @Test
    void own_repositories_behind_dead_mirrors_count_once_they_have_delivered() {
        assertThat(state(Situations.usual().direct().mirrors("a=down/5"))).isEqualTo(ServiceState.NEW_MODULES_FAIL);
        assertThat(state(Situations.usual().direct().fetched(20).mirrors("a=down/5")))
                .isEqualTo(ServiceState.DEGRADED);
    }

    @ParameterizedTest(name = "sources {0}, mirrors {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a=up sum=up          | a=up      | SAFE",
                "a=down404/3 sum=up   | a=up      | SAFE",
                "a=down404/3 sum=down | a=up      | NEW_MODULES_FAIL",
                "sum=doubt/1          | a=up      | NEW_MODULES_FAIL",
                "sum=doubt/2s         | a=up      | SAFE",
                "sum=down/3           | a=down/3 b=up | NEW_MODULES_FAIL",
            })
    void without_a_checksum_database_new_modules_fail(String sources, String mirrors, ServiceState expected) {
        assertThat(state(Situations.usual().database(sources).mirrors(mirrors))).isEqualTo(expected);
    }

    static Stream<Arguments> surroundings() {
        return Stream.of(
                Arguments.of("store gone", Situations.usual().mirrors("a=up").storeGone(), ServiceState.OUTAGE),
                Arguments.of("store full", Situations.usual().mirrors("a=up").storeFull(), ServiceState.DEGRADED),
                Arguments.of(
                        "store full and dark",
                        Situations.usual().mirrors("a=down/1").storeFull(),
                        ServiceState.NEW_MODULES_FAIL),
                Arguments.of("dark and empty", Situations.usual().empty().mirrors("a=down/1"), ServiceState.OUTAGE),
                Arguments.of("empty alone", Situations.usual().empty().mirrors("a=up"), ServiceState.SAFE),
                Arguments.of(
                        "one of two repositories dark",
                        Situations.usual().mirrors("go", "a=up").mirrors("old", "b=down/1"),
                        ServiceState.NEW_MODULES_FAIL),
                Arguments.of(
                        "private upstream down",
                        Situations.usual().empty().mirrors("a=up").secret().mirrors("b=down/1"),
                        ServiceState.NEW_MODULES_FAIL),
                Arguments.of(
                        "offline",
                        Situations.usual().mirrors("a=up").offline(Offline.CONFIGURED),
                        ServiceState.NEW_MODULES_FAIL),
                Arguments.of("just started", Situations.usual().mirrors("a=up").fresh(), ServiceState.SAFE),
                Arguments.of(
                        "just started, dark",
                        Situations.usual().mirrors("a=down").fresh(),
                        ServiceState.NEW_MODULES_FAIL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("surroundings")
    void store_repositories_and_switches_decide_as_well(String name, Situations situation, ServiceState expected) {
        assertThat(state(situation)).as(name).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "UPSTREAM_OUT, SAFE",
        "REPOSITORY_DARK, SAFE",
        "REQUESTS_FAILING, SAFE",
        "UPSTREAM_BEHIND, SAFE",
        "WITNESSES_DISAGREE, SAFE",
        "MODULE_GONE, SAFE",
        "DATABASE_STALE, SAFE",
        "CONFIGURATION_REFUSED, SAFE",
        "CONTENT_REJECTED, DEGRADED",
        "CONTENT_UNCONFIRMED, DEGRADED",
        "DATABASE_FORKED, DEGRADED",
        "STORE_TROUBLE, SAFE",
    })
    void each_alert_by_itself_means_this_much(AlertRule rule, ServiceState expected) {
        assertThat(state(Situations.usual().mirrors("a=up").alert(rule, "x"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(AlertRule.class)
    void every_alert_that_nothing_else_speaks_of_is_named(AlertRule rule) {
        ServiceStatus status = StatusRules.judge(
                Situations.usual().mirrors("a=up").alert(rule, "x").build());
        boolean told = rule == AlertRule.UPSTREAM_OUT
                || rule == AlertRule.REPOSITORY_DARK
                || rule == AlertRule.REQUESTS_FAILING;
        assertThat(status.remarks().stream().filter(Remark.AlertsFire.class::isInstance))
                .hasSize(told ? 0 : 1);
    }

    @ParameterizedTest(name = "{0} answered, {1} failed, alert {2}, mirrors {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2000 | 0  | false | a=up         | SAFE",
                "1999 | 1  | false | a=up         | DEGRADED",
                "0    | 1  | false | a=up         | DEGRADED",
                "90   | 10 | true  | a=up         | NEW_MODULES_FAIL",
                "0    | 40 | true  | a=up         | OUTAGE",
                "0    | 40 | true  | a=down/1     | NEW_MODULES_FAIL",
                "90   | 10 | true  | a=down/1 b=up | NEW_MODULES_FAIL",
                "90   | 0  | true  | a=up         | SAFE",
            })
    void traffic_speaks_last(long answered, long failed, boolean alert, String mirrors, ServiceState expected) {
        Situations situation = Situations.usual().mirrors(mirrors).minute(answered, failed);
        assertThat(state(alert ? situation.alert(AlertRule.REQUESTS_FAILING, "go") : situation))
                .isEqualTo(expected);
    }

    @Test
    void a_failure_of_the_last_five_minutes_is_told_and_changes_nothing() {
        ServiceStatus status = StatusRules.judge(
                Situations.usual().mirrors("a=up").fiveMinutes(1999, 1, 0).build());
        assertThat(status.state()).isEqualTo(ServiceState.SAFE);
        assertThat(status.remarks())
                .contains(new Remark.RequestsFailed(ServiceState.SAFE, null, new Counts(1999, 1, 0), 5, false));
    }

    @Test
    void since_is_when_the_state_began() {
        assertThat(StatusRules.judge(Situations.usual()
                                .mirrors("a=down/9 b=down/4 c=up")
                                .build())
                        .since())
                .as("less behind them since the first is gone")
                .isEqualTo(Situations.NOW.minusSeconds(9 * 60));
        assertThat(StatusRules.judge(
                                Situations.usual().mirrors("a=down/9 b=down/4").build())
                        .since())
                .as("nothing new since the last is gone")
                .isEqualTo(Situations.NOW.minusSeconds(4 * 60));
        assertThat(StatusRules.judge(Situations.usual().mirrors("a=up").build()).since())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500                                            | STATUS",
                "probed: 503                                    | STATUS",
                "200, an HTML page instead of the content       | STATUS",
                "DNS lookup failed: a.example                   | NAME",
                "probed: DNS lookup failed: a.example           | NAME",
                "no connection                                  | CONNECTION",
                "no route to host                               | CONNECTION",
                "TLS: PKIX path building failed                 | TLS",
                "timed out                                      | SILENT",
                "3 requests hang                                | SILENT",
                "a request hangs                                | SILENT",
                "no answer while other upstreams answered       | SILENT",
                "slower than 16 KiB/s                           | SLOW",
                "connection lost: connection reset              | BROKEN",
                "sent 12 of 90 bytes                            | BROKEN",
                "wait time is over                              | UNKNOWN",
                "example.com/hangs@v1.0.0 is wrong              | UNKNOWN",
            })
    void reason_is_found_in_what_was_said(String said, Reason.ReasonKind expected) {
        assertThat(Reason.of(said).kind()).isEqualTo(expected);
    }
}
