package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.AlertRule;
import dev.breakwater.event.CheckResult;
import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertsTest {
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");
    private final List<Event.Alert> told = new ArrayList<>();
    private final AtomicBoolean storeWorks = new AtomicBoolean();
    private final UpstreamLedger ledger = new UpstreamLedger(new Metrics(), () -> now);
    private final Alerts alerts = new Alerts(
            event -> {
                if (event instanceof Event.Alert alert) {
                    told.add(alert);
                }
            },
            () -> now,
            ledger,
            storeWorks::get);

    @BeforeEach
    void expect() {
        alerts.expect(Map.of("go", List.of("a", "b"), "other", List.of("c")), Set.of("sum.golang.org"));
    }

    private void health(String upstream, String traffic, CircuitState from, CircuitState to) {
        alerts.publish(new Event.HealthChanged(upstream, traffic, from, to, "refused 5 times in a row"));
    }

    private void served(RequestResult result, int status, int times) {
        for (int i = 0; i < times; i++) {
            alerts.publish(new Event.Served(
                    "127.0.0.1",
                    "GET",
                    "/go/x",
                    "go",
                    "zip",
                    result,
                    "a",
                    status,
                    1,
                    Duration.ofMillis(1),
                    "-",
                    RescuedBy.NOTHING,
                    false));
        }
    }

    /** Lets time pass as it does, second by second. */
    private void pass(Duration time) {
        for (long left = time.toSeconds(); left > 0; left--) {
            now = now.plusSeconds(1);
            alerts.look();
        }
    }

    private List<String> states() {
        return told.stream()
                .map(alert -> (alert.firing() ? "firing " : "resolved ") + alert.id())
                .toList();
    }

    /** Brings about what {@code rule} is for. */
    private void bringAbout(AlertRule rule) {
        switch (rule) {
            case UPSTREAM_OUT -> health("a", "metadata", CircuitState.SUSPECT, CircuitState.OPEN);
            case UPSTREAM_BEHIND -> {
                ledger.publish(new Event.Listed("go", "b", "m.test", List.of("v1.1.0"), List.of(), true));
                ledger.publish(new Event.Listed("go", "a", "m.test", List.of(), List.of("v1.1.0"), true));
                now = now.plus(Duration.ofHours(25));
                alerts.look();
            }
            case REPOSITORY_DARK -> {
                health("a", "archive", CircuitState.HEALTHY, CircuitState.OPEN);
                health("b", "archive", CircuitState.HEALTHY, CircuitState.OPEN);
            }
            case CONTENT_REJECTED ->
                alerts.publish(new Event.ContentChecked("go/m/@v/v1.0.0.zip", "a", CheckResult.REJECTED, "h1 differs"));
            case CONTENT_UNCONFIRMED ->
                alerts.publish(new Event.Unconfirmed("go/m/@v/v1.0.0.zip", false, "its record says otherwise"));
            case WITNESSES_DISAGREE -> {
                for (int i = 0; i < 10; i++) {
                    alerts.publish(new Event.Disagreed("go/m" + i + "/@v/list", "b lacks v1.0.0"));
                }
            }
            case MODULE_GONE -> alerts.publish(new Event.ModuleGone("go", "m.test"));
            case UPSTREAMS_WIDENED -> alerts.publish(new Event.Alarm("upstreams", "go: asked now: a", null));
            case DATABASE_FORKED -> alerts.publish(new Event.Forked("sum.golang.org", "two\nheads"));
            case DATABASE_STALE -> alerts.publish(new Event.HeadTold("sum.golang.org", "a", true, 1));
            case STORE_TROUBLE -> alerts.publish(new Event.Alarm("store", "cannot keep go/m: No space left", null));
            case REQUESTS_FAILING -> {
                served(RequestResult.HIT, 200, 90);
                served(RequestResult.TROUBLE, 503, 10);
                alerts.look();
            }
            case CONFIGURATION_REFUSED ->
                alerts.publish(
                        new Event.Configured("b.yaml", false, List.of("b.yaml:1:1: is wrong; write it", "more")));
        }
    }

    /** Ends it. */
    private void end(AlertRule rule) {
        switch (rule) {
            case UPSTREAM_OUT -> health("a", "metadata", CircuitState.HALF_OPEN, CircuitState.HEALTHY);
            case UPSTREAM_BEHIND ->
                ledger.publish(new Event.Listed("go", "a", "m.test", List.of("v1.1.0"), List.of(), true));
            case REPOSITORY_DARK -> health("b", "archive", CircuitState.HALF_OPEN, CircuitState.HEALTHY);
            case DATABASE_STALE -> alerts.publish(new Event.HeadTold("sum.golang.org", "a", false, 2));
            case STORE_TROUBLE -> storeWorks.set(true);
            case REQUESTS_FAILING -> served(RequestResult.HIT, 200, 1);
            case CONFIGURATION_REFUSED -> alerts.publish(new Event.Configured("b.yaml", true, List.of()));
            case CONTENT_REJECTED,
                    CONTENT_UNCONFIRMED,
                    WITNESSES_DISAGREE,
                    MODULE_GONE,
                    UPSTREAMS_WIDENED,
                    DATABASE_FORKED -> {}
        }
    }

    @ParameterizedTest
    @EnumSource(AlertRule.class)
    void every_rule_fires_once_and_resolves(AlertRule rule) {
        bringAbout(rule);
        List<Event.Alert> begun = told.stream().filter(a -> a.rule() == rule).toList();
        assertThat(begun).singleElement().satisfies(alert -> {
            assertThat(alert.firing()).isTrue();
            assertThat(alert.message()).isNotBlank().doesNotContain("\n");
            assertThat(alert.advice()).isNotBlank();
        });
        pass(Duration.ofSeconds(5));
        bringAbout(rule);
        assertThat(told.stream().filter(a -> a.rule() == rule))
                .as("still the same one")
                .hasSize(1);
        end(rule);
        pass(Duration.ofMinutes(3).plus(AlertAdvice.of(rule).calm()));
        assertThat(told.stream().filter(a -> a.rule() == rule))
                .hasSize(2)
                .last()
                .satisfies(over -> {
                    assertThat(over.firing()).isFalse();
                    assertThat(over.id()).isEqualTo(begun.getFirst().id());
                    assertThat(over.since()).isEqualTo(begun.getFirst().since());
                });
    }

    @Test
    void an_upstream_that_comes_and_goes_is_one_alert_and_one_recovery() {
        for (int i = 0; i < 20; i++) {
            health("a", "metadata", CircuitState.HEALTHY, CircuitState.OPEN);
            pass(Duration.ofSeconds(10));
            health("a", "metadata", CircuitState.OPEN, CircuitState.HALF_OPEN);
            health("a", "metadata", CircuitState.HALF_OPEN, CircuitState.HEALTHY);
            pass(Duration.ofSeconds(20));
        }
        assertThat(states()).containsExactly("firing upstream-out/a");
        pass(Duration.ofSeconds(30));
        assertThat(states()).containsExactly("firing upstream-out/a", "resolved upstream-out/a");
    }

    @Test
    void an_upstream_that_is_only_suspect_is_no_alert() {
        health("a", "metadata", CircuitState.HEALTHY, CircuitState.SUSPECT);
        pass(Duration.ofMinutes(1));
        assertThat(told).isEmpty();
    }

    @Test
    void an_upstream_is_back_when_it_is_in_every_class() {
        health("a", "metadata", CircuitState.HEALTHY, CircuitState.OPEN);
        health("a", "archive", CircuitState.HEALTHY, CircuitState.OPEN);
        health("a", "metadata", CircuitState.HALF_OPEN, CircuitState.HEALTHY);
        pass(Duration.ofMinutes(5));
        assertThat(states()).containsExactly("firing upstream-out/a");
        health("a", "archive", CircuitState.HALF_OPEN, CircuitState.HEALTHY);
        pass(Duration.ofMinutes(1));
        assertThat(states()).hasSize(2);
    }

    @Test
    void a_repository_is_dark_only_when_every_upstream_is_out_for_the_same() {
        health("a", "metadata", CircuitState.HEALTHY, CircuitState.OPEN);
        health("b", "archive", CircuitState.HEALTHY, CircuitState.OPEN);
        assertThat(states()).containsExactly("firing upstream-out/a", "firing upstream-out/b");
        health("b", "metadata", CircuitState.HEALTHY, CircuitState.OPEN);
        assertThat(states()).contains("firing repository-dark/go");
        assertThat(told.getLast().message())
                .contains("all 2 upstreams")
                .contains("metadata")
                .contains("a, b");
    }

    @Test
    void what_is_no_longer_configured_is_over() {
        health("a", "metadata", CircuitState.HEALTHY, CircuitState.OPEN);
        health("b", "metadata", CircuitState.HEALTHY, CircuitState.OPEN);
        health("c", "metadata", CircuitState.HEALTHY, CircuitState.OPEN);
        told.clear();
        alerts.expect(Map.of("go", List.of("b", "d")), Set.of());
        pass(Duration.ofMinutes(1));
        assertThat(states())
                .containsExactlyInAnyOrder(
                        "resolved upstream-out/a",
                        "resolved repository-dark/go",
                        "resolved upstream-out/c",
                        "resolved repository-dark/other");
    }

    @Test
    void a_few_failures_among_many_requests_and_failures_among_few_are_no_alert() {
        served(RequestResult.HIT, 200, 97);
        served(RequestResult.TROUBLE, 503, 3);
        pass(Duration.ofSeconds(61));
        served(RequestResult.TROUBLE, 503, 10);
        pass(Duration.ofSeconds(61));
        assertThat(told).isEmpty();
    }

    @Test
    void a_store_that_still_takes_nothing_stays_in_trouble() {
        bringAbout(AlertRule.STORE_TROUBLE);
        pass(Duration.ofHours(1));
        assertThat(states()).containsExactly("firing store-trouble/store");
    }

    @Test
    void nine_disagreements_are_everyday_life() {
        for (int i = 0; i < 9; i++) {
            alerts.publish(new Event.Disagreed("go/m/@v/list", "b lags"));
        }
        pass(Duration.ofMinutes(11));
        alerts.publish(new Event.Disagreed("go/m/@v/list", "b lags"));
        assertThat(told).isEmpty();
    }

    @Test
    void the_gauge_goes_up_and_down_with_the_alerts() {
        Metrics metrics = new Metrics();
        assertThat(metrics.text()).contains("breakwater_alerts_firing{rule=\"upstream-out\"} 0.0");
        bringAbout(AlertRule.REPOSITORY_DARK);
        told.forEach(metrics::publish);
        assertThat(metrics.text())
                .contains("breakwater_alerts_firing{rule=\"upstream-out\"} 2.0")
                .contains("breakwater_alerts_firing{rule=\"repository-dark\"} 1.0");
        told.clear();
        health("a", "archive", CircuitState.HALF_OPEN, CircuitState.HEALTHY);
        health("b", "archive", CircuitState.HALF_OPEN, CircuitState.HEALTHY);
        pass(Duration.ofMinutes(1));
        told.forEach(metrics::publish);
        for (AlertRule rule : EnumSet.allOf(AlertRule.class)) {
            assertThat(metrics.text()).contains("breakwater_alerts_firing{rule=\"" + rule.written() + "\"} 0.0");
        }
    }
}
