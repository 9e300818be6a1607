package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One thread waits for reports, and is woken by what else it decides by. */
class CompletionQueueTest {
    private final CompletionQueue<String> queue = new CompletionQueue<>(InstantSource.system());
    private final CompletableFuture<String> came = new CompletableFuture<>();

    private void waits(@Nullable Instant due) {
        Thread waiter = Thread.ofPlatform().daemon().start(() -> {
            try {
                came.complete(String.valueOf(queue.next(due)));
            } catch (InterruptedException e) {
                came.completeExceptionally(e);
            }
        });
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING || came.isDone());
    }

    @Test
    void a_report_ends_the_waiting() throws Exception {
        waits(null);
        assertThat(came).isNotDone();
        queue.add("report");
        assertThat(came.get(20, TimeUnit.SECONDS)).isEqualTo("report");
    }

    @Test
    void a_wake_ends_the_waiting_without_a_report() throws Exception {
        waits(null);
        queue.wake();
        assertThat(came.get(20, TimeUnit.SECONDS)).isEqualTo("null");
    }

    @Test
    void a_wake_that_came_before_the_waiting_is_not_lost() throws Exception {
        queue.wake();
        waits(null);
        assertThat(came.get(20, TimeUnit.SECONDS)).isEqualTo("null");
    }

    @Test
    void what_is_due_by_now_is_not_waited_for() throws Exception {
        waits(Instant.now().minusSeconds(1));
        assertThat(came.get(20, TimeUnit.SECONDS)).isEqualTo("null");
    }

    @Test
    void reports_come_in_the_order_in_which_attempts_end() throws Exception {
        queue.add("first");
        queue.add("second");
        assertThat(queue.next(null)).isEqualTo("first");
        assertThat(queue.next(null)).isEqualTo("second");
    }
}
