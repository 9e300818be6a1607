package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Rig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many want a thing at the same time, and however busy the machine is, it is fetched once. */
class CoalescingTest {
    private static final String ZIP = "big.test/m0/@v/v1.0.0.zip";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {ZIP, "big.test/m0/@v/v1.0.0.mod", "big.test/m0/@v/v1.0.0.info", "big.test/m0/@v/list"})
    void what_was_stored_between_the_look_and_the_flight_is_not_fetched_again(String path) throws Exception {
        try (Rig rig = Rig.over(folder, Corpora.big(1, 300_000, 7), 1, Rig.Choices.USUAL)) {
            rig.meanwhile(store -> {
                try {
                    rig.get(path).held();
                    rig.settle();
                } catch (InterruptedException e) {
                    throw new AssertionError("nobody interrupts a test", e);
                }
            });
            rig.get(path).held();
            assertThat(rig.asked("/" + path)).isEqualTo(1);
        }
    }

    @Test
    void one_cold_zip_for_many_is_one_request_on_a_busy_machine() throws Exception {
        int clients = 24;
        AtomicBoolean busy = new AtomicBoolean(true);
        try (Rig rig = Rig.over(folder, Corpora.big(1, 8_000_000, 7), 1, Rig.Choices.USUAL);
                ExecutorService machine = Executors.newFixedThreadPool(8);
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                machine.execute(() -> {
                    while (busy.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            CyclicBarrier together = new CyclicBarrier(clients);
            List<Future<Rig.Got>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(crowd.submit(() -> {
                    together.await();
                    return rig.get(ZIP);
                }));
            }
            try {
                for (Future<Rig.Got> each : all) {
                    assertThat(each.get(60, TimeUnit.SECONDS).error()).isNull();
                }
            } finally {
                busy.set(false);
            }
            assertThat(rig.events().stream()
                            .filter(e -> e instanceof Event.Exchanged exchanged
                                    && exchanged.path().equals(ZIP)))
                    .hasSize(1);
        }
    }
}
