package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.ExchangeOutcome;
import dev.breakwater.insight.UpstreamLedger.Hour;
import dev.breakwater.insight.UpstreamLedger.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamLedgerTest {
    private Instant now = Instant.parse("2026-01-02T03:00:00Z");
    private final Metrics metrics = new Metrics();
    private final UpstreamLedger ledger = new UpstreamLedger(metrics, () -> now);

    private void heard(String upstream, List<String> has, List<String> lacks) {
        ledger.publish(new Event.Listed("go", upstream, "a.test/m", has, lacks, true));
    }

    private Standing of(String upstream) {
        return ledger.standings().stream()
                .filter(standing -> standing.upstream().equals(upstream))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lag_grows_until_the_version_is_shown_and_is_a_delay_then() {
        heard("quick", List.of("v1.0.0", "v1.1.0"), List.of());
        heard("late", List.of("v1.0.0"), List.of("v1.1.0"));
        now = now.plusSeconds(600);
        assertThat(of("late").lagSeconds()).isEqualTo(600);
        assertThat(of("quick").lagSeconds()).isZero();
        assertThat(ledger.latest().orElseThrow().version()).isEqualTo("v1.1.0");
        assertThat(metrics.text())
                .contains("breakwater_upstream_lag_seconds{upstream=\"late\"} 600.0")
                .contains("breakwater_upstream_lag_seconds{upstream=\"quick\"} 0.0");
        now = now.plusSeconds(300);
        heard("late", List.of("v1.0.0", "v1.1.0"), List.of());
        assertThat(of("late")).isEqualTo(new Standing("late", 0, 0, List.of(900L), 0, 2, 1, List.of()));
        assertThat(ledger.latest()).isEmpty();
    }

    @Test
    void who_does_not_show_for_over_an_hour_what_another_shows_is_late() {
        heard("quick", List.of("v1.1.0"), List.of());
        heard("slow", List.of(), List.of("v1.1.0"));
        now = now.plusSeconds(3_600);
        assertThat(ledger.late("slow")).isFalse();
        now = now.plusSeconds(1);
        assertThat(ledger.late("slow")).isTrue();
        assertThat(ledger.late("quick")).isFalse();
        assertThat(ledger.late("unknown")).isFalse();
        heard("slow", List.of("v1.1.0"), List.of());
        assertThat(ledger.late("slow")).isFalse();
    }

    @Test
    void third_mirror_is_late_since_the_first_one_had_it() {
        heard("late", List.of(), List.of("v1.1.0"));
        now = now.plusSeconds(60);
        heard("later", List.of(), List.of("v1.1.0"));
        now = now.plusSeconds(60);
        assertThat(of("later").lagSeconds()).isEqualTo(120);
    }

    @Test
    void what_never_comes_is_not_late_for_ever() {
        heard("gappy", List.of(), List.of("v0.1.0"));
        now = now.plus(Duration.ofDays(8));
        assertThat(of("gappy").lagSeconds()).isZero();
        assertThat(of("gappy").pending()).isZero();
    }

    @Test
    void exchanges_are_counted_by_the_hour_and_wrong_content_by_itself() {
        for (ExchangeOutcome outcome : List.of(
                ExchangeOutcome.FOUND,
                ExchangeOutcome.MISSING,
                ExchangeOutcome.UNAVAILABLE,
                ExchangeOutcome.THROTTLED,
                ExchangeOutcome.ABANDONED)) {
            ledger.publish(new Event.Exchanged("a", "metadata", "p", outcome, "", 0, Duration.ZERO));
        }
        Instant first = now;
        now = now.plus(Duration.ofHours(2));
        ledger.publish(new Event.Exchanged("a", "metadata", "p", ExchangeOutcome.FOUND, "", 0, Duration.ZERO));
        ledger.publish(new Event.ContentChecked("k", "a", CheckResult.REJECTED, "wrong"));
        ledger.publish(new Event.ContentChecked("k", "a", CheckResult.VERIFIED, "right"));
        assertThat(of("a").hours()).containsExactly(new Hour(first, 4, 2), new Hour(now, 1, 0));
        assertThat(of("a").rejected()).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
            now = now.plus(Duration.ofHours(1));
            ledger.publish(new Event.Exchanged("a", "metadata", "p", ExchangeOutcome.FOUND, "", 0, Duration.ZERO));
        }
        assertThat(of("a").hours()).hasSize(24);
    }
}
