package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.AlertRule;
import dev.breakwater.event.CheckResult;
import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.ExchangeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamStoriesTest {
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");
    private final UpstreamLedger ledger = new UpstreamLedger(new Metrics(), () -> now);
    private final UpstreamStories chronicle = new UpstreamStories(ledger, () -> now);
    private final AlertHistory alerts = new AlertHistory(() -> now);

    private void happen(Event event) {
        ledger.publish(event);
        chronicle.publish(event);
        alerts.publish(event);
    }

    private void exchanged(String upstream, ExchangeOutcome outcome, long bytes, long millis) {
        happen(new Event.Exchanged(
                upstream, "archive", "secret.test/@v/v1.zip", outcome, "503", bytes, Duration.ofMillis(millis)));
    }

    private static UpstreamStory.Traffic archives(UpstreamStory story) {
        return story.classes().stream()
                .filter(each -> each.traffic().equals("archive"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void changes_of_health_are_kept_with_their_time_and_reason_and_the_last_is_the_state() {
        happen(new Event.HealthChanged("a", "archive", CircuitState.HEALTHY, CircuitState.SUSPECT, "silent"));
        now = now.plusSeconds(5);
        happen(new Event.HealthChanged("a", "archive", CircuitState.SUSPECT, CircuitState.OPEN, "failed 5 times"));
        UpstreamStory.Traffic told = archives(chronicle.stories().getFirst());
        assertThat(told.state()).isEqualTo("open");
        assertThat(told.since()).isEqualTo(now);
        assertThat(told.why()).isEqualTo("failed 5 times");
        assertThat(told.changes()).extracting(UpstreamStory.Change::to).containsExactly("suspect", "open");
        for (int i = 0; i < 300; i++) {
            happen(new Event.HealthChanged(
                    "a", "archive", CircuitState.OPEN, CircuitState.HALF_OPEN, "its time is over"));
        }
        assertThat(archives(chronicle.stories().getFirst()).changes()).hasSize(200);
    }

    @Test
    void failures_have_their_reason_and_not_what_was_asked_for() {
        for (int i = 0; i < 25; i++) {
            exchanged("a", ExchangeOutcome.UNAVAILABLE, 0, 10);
        }
        exchanged("a", ExchangeOutcome.ABANDONED, 0, 10);
        happen(new Event.Probed("b", "connection", false, "refused"));
        happen(new Event.ContentChecked("go/secret.test/@v/v1.zip", "b", CheckResult.REJECTED, "h1 differs"));
        List<UpstreamStory> stories = chronicle.stories();
        assertThat(stories).extracting(UpstreamStory::upstream).containsExactly("a", "b");
        assertThat(archives(stories.getFirst()).failures())
                .hasSize(20)
                .allSatisfy(failure -> assertThat(failure.said()).isEqualTo("503"));
        assertThat(archives(stories.getFirst()).minutes()).singleElement().satisfies(minute -> {
            assertThat(minute.exchanges()).isEqualTo(25);
            assertThat(minute.failed()).isEqualTo(25);
        });
        assertThat(stories.getLast().classes().getFirst().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.outcome()).isEqualTo("probe"));
        assertThat(stories.getLast().rejected())
                .singleElement()
                .satisfies(failure -> assertThat(failure.said()).isEqualTo("h1 differs"));
        assertThat(stories.toString()).doesNotContain("secret.test");
    }

    @Test
    void latency_and_throughput_are_those_of_each_minute_of_the_last_hour() {
        for (int i = 1; i <= 100; i++) {
            exchanged("a", ExchangeOutcome.FOUND, 1000, i);
        }
        now = now.plusSeconds(60);
        exchanged("a", ExchangeOutcome.MISSING, 0, 500);
        UpstreamStory.Traffic told = archives(chronicle.stories().getFirst());
        assertThat(told.minutes()).hasSize(2);
        assertThat(told.minutes().getFirst().p50Millis()).isBetween(50.0, 57.0);
        assertThat(told.minutes().getFirst().p95Millis()).isBetween(95.0, 107.0);
        assertThat(told.minutes().getFirst().bytes()).isEqualTo(100_000);
        assertThat(told.minutes().getFirst().bytesPerSecond()).isBetween(100_000 / 5.06, 100_000 / 5.04);
        assertThat(told.minutes().getLast().bytesPerSecond()).isZero();
        now = now.plus(Duration.ofMinutes(58));
        assertThat(archives(chronicle.stories().getFirst()).minutes()).hasSize(2);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(archives(chronicle.stories().getFirst()).minutes()).hasSize(1);
    }

    @Test
    void a_story_is_joined_with_what_comparing_has_come_to() {
        happen(new Event.Listed("go", "a", "m.test", List.of("v1.0.0"), List.of("v1.1.0"), true));
        now = now.plusSeconds(30);
        assertThat(chronicle.stories()).singleElement().satisfies(story -> {
            assertThat(story.classes()).isEmpty();
            assertThat(story.standing()).isNotNull();
            assertThat(story.standing().lagSeconds()).isEqualTo(30);
        });
    }

    @Test
    void an_alert_is_firing_until_it_is_over() {
        Instant since = now;
        happen(new Event.Alert(AlertRule.UPSTREAM_OUT, "a", true, since, "is not asked", "wait"));
        happen(new Event.Alert(AlertRule.UPSTREAM_OUT, "b", true, since, "is not asked", "wait"));
        assertThat(alerts.firing()).extracting(AlertLine::id).containsExactly("upstream-out/b", "upstream-out/a");
        now = now.plusSeconds(60);
        happen(new Event.Alert(AlertRule.UPSTREAM_OUT, "a", false, since, "is back", "nothing"));
        assertThat(alerts.firing()).extracting(AlertLine::subject).containsExactly("b");
        assertThat(alerts.over()).singleElement().satisfies(line -> {
            assertThat(line.since()).isEqualTo(since);
            assertThat(line.until()).isEqualTo(now);
            assertThat(line.message()).isEqualTo("is back");
        });
    }
}
