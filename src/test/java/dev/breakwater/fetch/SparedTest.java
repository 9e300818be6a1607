package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Rig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer says what it was spared, with real mirrors that really fail. */
class SparedTest {
    private static final String SMALL = "small.test/m000/";
    private static final Rig.Choices QUICK = new Rig.Choices(
            Policy.Unverified.AGREE,
            Duration.ofSeconds(20),
            new Rig.Patience(
                    Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(800), Duration.ofMillis(400)),
            true,
            List.of());

    @TempDir
    Path folder;

    private Rig rig() throws Exception {
        return Rig.over(
                folder,
                Corpora.small(2, 7)
                        .publish(Corpora.big(1, 300_000, 7))
                        .publish("two.test/m", "v1.0.0", Map.of("a.go", "package a\n"))
                        .publish("two.test/m", "v1.1.0", Map.of("a.go", "package a\n")),
                3,
                QUICK);
    }

    private static void everywhere(Rig rig, Fault fault) {
        Stream.of(0, 1, 2).forEach(i -> rig.mirror(i).fault(fault));
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS_500, small.test/m000/@v/v1.0.0.mod, FAILOVER",
        "FORBIDDEN_403, small.test/m000/@v/v1.0.0.zip, FAILOVER",
        "THROTTLED_429, small.test/m000/@v/v1.0.0.info, FAILOVER",
        "STATUS_503, small.test/m000/@v/list, FAILOVER",
        "BLACK_HOLE, small.test/m000/@v/v1.0.0.mod, FAILOVER",
        "RESET, big.test/m0/@v/v1.0.0.zip, RESUME",
        "STALL, big.test/m0/@v/v1.0.0.zip, RESUME",
        "BIT_FLIP, small.test/m000/@v/v1.0.0.zip, REJECTED",
        "WRONG_VERSION, small.test/m000/@v/v1.0.0.info, REJECTED",
        "STALE_LIST, two.test/m/@v/list, WITNESS",
        "LYING_404, small.test/m000/@v/v1.0.0.mod, NOTHING",
    })
    void an_answer_is_spared_what_would_have_failed_it(Fault fault, String path, RescuedBy spared) throws Exception {
        try (Rig rig = rig()) {
            rig.mirror(0).fault(fault, asked -> !asked.path().contains("/sumdb/"));
            assertThat(rig.get(path).held().spared()).isEqualTo(spared);
            await().untilAsserted(
                            () -> assertThat(rig.get(path).held().status()).isEqualTo(CacheStatus.HIT));
            assertThat(rig.get(path).held().spared()).as("from memory").isEqualTo(RescuedBy.NOTHING);
        }
    }

    @Test
    void what_goes_well_is_spared_nothing() throws Exception {
        try (Rig rig = rig()) {
            for (String what : List.of("@v/list", "@latest", "@v/v1.0.0.info", "@v/v1.0.0.mod", "@v/v1.0.0.zip")) {
                assertThat(rig.get(SMALL + what).held().spared()).as(what).isEqualTo(RescuedBy.NOTHING);
            }
        }
    }

    @Test
    void in_the_dark_answers_are_spared_by_what_is_held_and_offline_by_nothing() throws Exception {
        try (Rig rig = rig()) {
            for (String what : List.of("@v/list", "@v/v1.0.0.info", "@v/v1.0.0.mod")) {
                rig.get(SMALL + what).held();
                await().untilAsserted(() ->
                        assertThat(rig.get(SMALL + what).held().status()).isEqualTo(CacheStatus.HIT));
            }
            rig.pass(Duration.ofSeconds(61));
            everywhere(rig, Fault.REFUSED);
            Answer.Held made = rig.get(SMALL + "@v/list").held();
            assertThat(made.status()).isEqualTo(CacheStatus.STALE);
            assertThat(made.spared()).isEqualTo(RescuedBy.STALE);
            assertThat(rig.get(SMALL + "@v/v1.0.0.mod").held().spared()).isEqualTo(RescuedBy.NOTHING);
            rig.goOffline();
            Answer.Held wanted = rig.get(SMALL + "@v/list").held();
            assertThat(wanted.status()).isEqualTo(CacheStatus.STALE);
            assertThat(wanted.spared()).as("the operator wants it so").isEqualTo(RescuedBy.NOTHING);
        }
    }

    @Test
    void whoever_joins_is_spared_what_the_first_was() throws Exception {
        try (Rig rig = rig();
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            rig.mirror(0).fault(Fault.BLACK_HOLE);
            List<Callable<Answer.Held>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(() -> rig.get(SMALL + "@v/v1.0.0.mod").held());
            }
            List<CacheStatus> how = new ArrayList<>();
            for (Future<Answer.Held> one : crowd.invokeAll(all)) {
                assertThat(one.get().spared()).isEqualTo(RescuedBy.FAILOVER);
                how.add(one.get().status());
            }
            assertThat(how).contains(CacheStatus.MISS, CacheStatus.JOINED);
        }
    }
}
