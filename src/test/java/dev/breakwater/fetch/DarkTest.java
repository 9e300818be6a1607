package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Rig;
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

/** No mirror answers: what is held goes out, and soon; what is not held is refused without a storm. */
class DarkTest {
    private static final int MODULES = 40;

    /** Less than the 500 ms that a revalidation may take, on a busy machine too. */
    private static final Duration AT_ONCE = Duration.ofMillis(400);

    private static final Rig.Choices QUICK = new Rig.Choices(
            Policy.Unverified.AGREE,
            Duration.ofSeconds(20),
            new Rig.Patience(
                    Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(800), Duration.ofMillis(400)),
            true,
            List.of());

    @TempDir
    Path folder;

    private static String list(int i) {
        return "small.test/m%03d/@v/list".formatted(i);
    }

    private static void everywhere(Rig rig, Fault fault) {
        IntStream.range(0, 3).forEach(i -> rig.mirror(i).fault(fault));
    }

    private static Rig aged(Path folder) throws Exception {
        Corpus corpus = Corpora.small(MODULES, 7);
        Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL);
        for (int i = 0; i < MODULES; i++) {
            rig.get(list(i)).held();
        }
        // all is stored, so no flight is left to be joined
        await().untilAsserted(() -> {
            for (int i = 0; i < MODULES; i++) {
                assertThat(rig.get(list(i)).held().status()).isEqualTo(CacheStatus.HIT);
            }
        });
        rig.pass(Duration.ofSeconds(61));
        return rig;
    }

    private static Duration stale(Rig rig, int i) throws InterruptedException {
        Instant began = Instant.now();
        Answer.Held held = rig.get(list(i)).held();
        assertThat(held.status()).isEqualTo(CacheStatus.STALE);
        return Duration.between(began, Instant.now());
    }

    @Test
    void stale_answers_do_not_wait_for_revalidation_where_every_mirror_is_out() throws Exception {
        try (Rig rig = aged(folder)) {
            everywhere(rig, Fault.REFUSED);
            for (int i = 0; i < 10; i++) {
                stale(rig, i);
            }
            // out by now; who were asked would have to be waited for
            IntStream.range(0, 3).forEach(i -> rig.mirror(i).heal());
            everywhere(rig, Fault.BLACK_HOLE);
            for (int i = 10; i < 20; i++) {
                assertThat(stale(rig, i)).as("list %s", i).isLessThan(AT_ONCE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BLACK_HOLE", "SLOW_HEADERS"})
    void once_every_mirror_is_late_with_one_nothing_else_waits_for_them(Fault fault) throws Exception {
        try (Rig rig = aged(folder)) {
            everywhere(rig, fault);
            stale(rig, 0);
            for (int i = 1; i < MODULES; i++) {
                assertThat(stale(rig, i)).as("list %s", i).isLessThan(AT_ONCE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STATUS_503", "BLACK_HOLE"})
    void a_crowd_that_wants_what_nobody_can_give_is_refused_without_a_storm(Fault fault) throws Exception {
        int crowd = 300;
        Corpus corpus = Corpora.small(2, 7);
        try (Rig rig = Rig.over(folder, corpus, 3, QUICK);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            everywhere(rig, fault);
            // so that all three are known to be out
            for (int i = 0; i < 3; i++) {
                assertThat(rig.get("small.test/m000/@v/v1.0." + i + ".mod").answer())
                        .isInstanceOf(Answer.Trouble.class);
            }
            long before = asked(rig);
            List<Callable<Answer>> all = IntStream.range(0, crowd)
                    .<Callable<Answer>>mapToObj(i -> () ->
                            rig.get("small.test/m001/@v/v1.1." + i + ".mod").answer())
                    .toList();
            for (Future<Answer> one : clients.invokeAll(all)) {
                assertThat(one.get()).isInstanceOf(Answer.Trouble.class);
            }
            assertThat(asked(rig) - before)
                    .as("upstream requests for %s", crowd)
                    .isLessThan(crowd);
        }
    }

    private static long asked(Rig rig) {
        return IntStream.range(0, 3).mapToLong(i -> rig.mirror(i).log().count()).sum();
    }
}
