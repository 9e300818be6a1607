package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many large bodies are worked on at once. */
class CpuLimiterTest {
    @Test
    void never_more_at_once_than_there_are_cores_and_all_in_the_end() throws Exception {
        CpuLimiter cores = new CpuLimiter(2);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    cores.work(() -> {
                        begun.incrementAndGet();
                        await().until(() -> go.getCount() == 0);
                        done.incrementAndGet();
                    });
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        await().until(() -> begun.get() == 2);
        assertThat(done).hasValue(0);
        go.countDown();
        await().until(() -> done.get() == 10);
    }

    @Test
    void a_core_is_free_again_after_work_that_failed() throws Exception {
        CpuLimiter cores = new CpuLimiter(1);
        assertThatThrownBy(() -> cores.work(() -> {
                    throw new IOException("disk");
                }))
                .hasMessage("disk");
        AtomicInteger done = new AtomicInteger();
        cores.work(done::incrementAndGet);
        assertThat(done).hasValue(1);
    }
}
