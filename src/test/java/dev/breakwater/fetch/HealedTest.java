package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.CircuitState;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Rig;
import dev.breakwater.upstream.Health;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mirror that has healed is found well without a request, as long as the last one is not too long ago. */
@Execution(ExecutionMode.CONCURRENT)
class HealedTest {
    private static void ask(Rig rig, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            for (String file : List.of("list", "v1.0.0.info", "v1.0.0.mod", "v1.0.0.zip")) {
                rig.get("small.test/m%03d/@v/%s".formatted(i, file));
            }
        }
    }

    private static List<CircuitState> states(Rig rig) {
        return rig.health().report().stream()
                .filter(report -> report.upstream().equals("m0"))
                .map(Health.HealthReport::state)
                .distinct()
                .toList();
    }

    private static void heals(Rig rig) {
        await().until(() -> !states(rig).equals(List.of(CircuitState.HEALTHY)));
        rig.pass(Duration.ofMinutes(5)); // in which nobody asks for anything
        rig.mirror(0).heal();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(states(rig)).containsExactly(CircuitState.HEALTHY));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSED", "STATUS_500", "BLACK_HOLE", "STALL"})
    void a_mirror_that_heals_while_nobody_asks_is_back_in_every_class(Fault fault, @TempDir Path folder)
            throws Exception {
        try (Rig rig = Rig.over(folder, Corpora.small(12, 7), 3, Rig.Choices.USUAL)) {
            ask(rig, 0, 2);
            rig.mirror(0).fault(fault);
            ask(rig, 2, 12);
            heals(rig);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSED", "STATUS_500"})
    void a_lone_mirror_that_was_dead_from_the_start_is_back_too(Fault fault, @TempDir Path folder) throws Exception {
        try (Rig rig = Rig.over(folder, Corpora.small(6, 7), 1, Rig.Choices.USUAL)) {
            rig.mirror(0).fault(fault);
            ask(rig, 0, 6);
            heals(rig);
        }
    }
}
