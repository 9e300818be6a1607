package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.ExtraReason;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Rig;
import dev.breakwater.upstream.Selection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mirror that hangs is stepped around long before its time is up; its coming back is noticed. */
class HedgeTest {
    private static final String PATH = "small.test/m%03d/@v/v1.0.0.%s";

    @TempDir
    Path folder;

    private static void warm(Rig rig, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            for (String suffix : List.of("info", "mod", "zip")) {
                rig.get(PATH.formatted(i, suffix)).held();
            }
        }
    }

    private static Duration took(Callable<?> what) throws Exception {
        Instant began = Instant.now();
        what.call();
        return Duration.between(began, Instant.now());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BLACK_HOLE", "SLOW_HEADERS"})
    void one_that_hangs_costs_the_first_requests_a_moment_and_the_later_ones_nothing(Fault fault) throws Exception {
        Corpus corpus = Corpora.small(40, 7);
        try (Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL)) {
            warm(rig, 0, 10);
            rig.mirror(0).fault(fault);
            for (int i = 10; i < 20; i++) {
                int n = i;
                for (String suffix : List.of("info", "mod", "zip")) {
                    assertThat(took(() -> rig.get(PATH.formatted(n, suffix)).held()))
                            .as("%s of module %s", suffix, n)
                            .isLessThan(Duration.ofMillis(2900));
                }
            }
            Duration healthy = took(() -> {
                warm(rig, 30, 40);
                return "";
            });
            assertThat(healthy).as("ten modules once it is known").isLessThan(Duration.ofSeconds(2));
            assertThat(rig.events())
                    .anyMatch(
                            e -> e instanceof Event.Extra extra && extra.why() == ExtraReason.HEDGE && extra.granted());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BLACK_HOLE", "SLOW_HEADERS", "STALL", "TRICKLE"})
    void two_that_hang_cost_everything_together_a_few_seconds_though_nothing_was_known_of_anybody(Fault fault)
            throws Exception {
        Corpus corpus = Corpora.small(12, 7);
        try (Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL)) {
            rig.mirror(0).fault(fault);
            rig.mirror(1).fault(fault);
            Duration all = took(() -> {
                warm(rig, 0, 12);
                return "";
            });
            assertThat(all).as("twelve modules, all three classes").isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void one_that_comes_back_is_asked_again_within_five_seconds() throws Exception {
        Corpus corpus = Corpora.small(20, 7);
        try (Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL)) {
            warm(rig, 0, 2);
            rig.mirror(0).fault(Fault.REFUSED);
            warm(rig, 2, 12);
            assertThat(rig.events())
                    .anyMatch(e -> e instanceof Event.HealthChanged h
                            && h.upstream().equals("m0")
                            && h.to() == CircuitState.OPEN);
            rig.mirror(0).heal();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(rig.events())
                            .anyMatch(e -> e instanceof Event.HealthChanged h
                                    && h.upstream().equals("m0")
                                    && h.traffic().equals("metadata")
                                    && h.to() == CircuitState.HEALTHY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_room_for_one_request_at_a_time_everything_still_arrives(Selection selection) throws Exception {
        Corpus corpus = Corpora.small(30, 7);
        try (Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL.with(selection, 1));
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, 90)
                    .<Future<?>>mapToObj(i -> crowd.submit(() -> rig.get(PATH.formatted(
                                    i % 30, List.of("info", "mod", "zip").get(i / 30)))
                            .held()))
                    .toList();
            for (Future<?> one : all) {
                one.get(30, java.util.concurrent.TimeUnit.SECONDS);
            }
        }
    }
}
