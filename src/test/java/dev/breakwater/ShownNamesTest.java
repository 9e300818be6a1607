package dev.breakwater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.breakwater.auth.Permission;
import dev.breakwater.event.AlertRule;
import dev.breakwater.event.CheckResult;
import dev.breakwater.event.CircuitState;
import dev.breakwater.event.DeliveryResult;
import dev.breakwater.event.ExchangeOutcome;
import dev.breakwater.event.ExtraReason;
import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.CacheStatus;
import dev.breakwater.hook.HookHost;
import dev.breakwater.insight.Window;
import dev.breakwater.status.ServiceState;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The words that others see: in metrics, logs, headers, the API, the configuration and files on disk. Dashboards, alerts and data folders
 * go by them, so a constant may be renamed, and its word may not be changed.
 */
class ShownNamesTest {
    static Stream<Arguments> names() {
        return Stream.of(
                names(ExchangeOutcome.class, ExchangeOutcome::written, """
                        found notmodified missing denied throttled unavailable abandoned"""),
                names(CheckResult.class, CheckResult::written, "verified rejected unproven unverifiable"),
                names(CircuitState.class, CircuitState::written, "healthy suspect parked open trial"),
                names(ExtraReason.class, ExtraReason::written, "hedge replacement retry attempt"),
                names(DeliveryResult.class, DeliveryResult::written, "delivered retried failed dropped"),
                names(RequestResult.class, RequestResult::written, """
                        hit miss revalidated stale joined done absent refused malformed trouble error broken \
                        kept same conflict unfit full -"""),
                names(CacheStatus.class, how -> how.shown().written(), "hit miss revalidated stale joined"),
                names(RescuedBy.class, RescuedBy::written, "- failover resume witness rejected stale"),
                names(Traffic.class, Traffic::label, "metadata archive checksum"),
                names(AlertRule.class, AlertRule::written, """
                        upstream-out upstream-behind repository-dark content-rejected content-unconfirmed \
                        witnesses-disagree module-gone upstreams-widened database-forked database-stale \
                        store-trouble requests-failing configuration-refused"""),
                names(ServiceState.class, ServiceState::written, "safe degraded new-modules-fail outage"),
                names(Permission.class, Permission::written, "read publish delete admin"),
                names(HookHost.class, HookHost::label, "github gitlab gitea"),
                names(Window.class, Window::written, "1m 5m 1h 24h"),
                // in the trailer of each stored file
                names(Standing.class, Standing::name, "CONFIRMED PROVISIONAL ABSENT"));
    }

    private static <E extends Enum<E>> Arguments names(Class<E> type, Function<E, String> written, String expected) {
        String all = Arrays.stream(type.getEnumConstants()).map(written).collect(Collectors.joining(" "));
        return arguments(type.getSimpleName(), all, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void words_that_others_see_stay_as_they_are(String type, String written, String expected) {
        assertThat(written).as(type).isEqualTo(expected);
    }

    @Test
    void each_outcome_of_an_exchange_has_its_word() {
        assertThat(Stream.of(
                                new Outcome.Found(new Head(0, 0, null, false), ""),
                                new Outcome.NotModified(""),
                                new Outcome.Missing(""),
                                new Outcome.Denied(""),
                                new Outcome.Throttled(Duration.ZERO, ""),
                                new Outcome.Unavailable(""),
                                new Outcome.Abandoned(""))
                        .map(outcome -> outcome.shown().written()))
                .containsExactly("found", "notmodified", "missing", "denied", "throttled", "unavailable", "abandoned");
    }

    @Test
    void what_becomes_of_something_that_was_sent_has_its_word() {
        assertThat(Stream.of(Answer.Completion.values()).map(how -> how.shown().written()))
                .containsExactly("kept", "same", "done", "done", "done");
        assertThat(Stream.of(Answer.RefusalReason.values())
                        .map(why -> why.shown().written()))
                .containsExactly(
                        "refused", "refused", "conflict", "unfit", "full", "unfit", "unfit", "conflict", "refused");
    }
}
