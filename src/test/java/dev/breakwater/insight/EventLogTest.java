package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log says, and how much of it. */
class EventLogTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final EventLog log = new EventLog(new PrintStream(out, true, StandardCharsets.UTF_8), false, now::get);

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void alarms(int count) {
        for (int i = 0; i < count; i++) {
            log.publish(new Event.Alarm("go/scan.test/m" + i, "failed", new IllegalStateException("here")));
        }
    }

    @Test
    void a_flood_of_one_kind_of_line_is_cut_and_counted_and_hides_no_other_kind() {
        alarms(10_000);
        assertThat(lines().stream().filter(line -> line.contains(" ERROR "))).hasSize(LineBudget.BURST);
        log.publish(new Event.HealthChanged(
                "m0", "metadata", CircuitState.HEALTHY, CircuitState.OPEN, "it does not answer"));
        assertThat(lines().getLast()).contains("m0: circuit opened for metadata");
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(10)));
        alarms(100);
        assertThat(lines()).anyMatch(line -> line.contains("9900 lines like the next (alarm) were dropped"));
        assertThat(lines().stream().filter(line -> line.contains(" ERROR "))).hasSize(LineBudget.BURST + 10);
    }

    @ParameterizedTest
    @EnumSource(names = "VERIFIED", mode = EnumSource.Mode.EXCLUDE)
    void wrong_content_has_a_budget_whatever_is_known_of_it(CheckResult result) {
        for (int i = 0; i < 10_000; i++) {
            log.publish(new Event.ContentChecked("go/scan.test/m" + i, "m0", result, "it is another one"));
        }
        assertThat(lines()).hasSize(LineBudget.BURST);
    }

    @Test
    void right_content_is_no_line_and_spends_nothing() {
        for (int i = 0; i < 1_000; i++) {
            log.publish(new Event.ContentChecked("go/m", "m0", CheckResult.VERIFIED, "sum.test #1"));
        }
        log.publish(new Event.ContentChecked("go/m", "m0", CheckResult.REJECTED, "it is another one"));
        assertThat(lines()).singleElement().asString().contains("sent wrong content for go/m");
    }
}
