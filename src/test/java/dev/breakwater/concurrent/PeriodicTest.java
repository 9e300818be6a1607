package dev.breakwater.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodicTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    private Periodic every(Duration pause, Periodic.PeriodicTask task) {
        return new Periodic("tick", pause, task, told::add);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void task_runs_until_it_is_closed_and_on_one_thread(boolean virtual) {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Periodic periodic = every(SOON, () -> {
            threads.add(Thread.currentThread());
            runs.incrementAndGet();
        });
        if (virtual) {
            periodic.start();
        } else {
            periodic.startOnPlatformThread();
        }
        await().until(() -> runs.get() > 3);
        periodic.close();
        int then = runs.get();
        assertThat(threads)
                .allMatch(t -> t.isVirtual() == virtual && t.getName().equals("tick"));
        assertThat(threads.stream().distinct()).hasSize(1);
        assertThat(threads.getFirst().isAlive()).isFalse();
        assertThat(runs).hasValue(then);
        assertThat(told).isEmpty();
    }

    @Test
    void failed_run_is_reported_once_and_ends_nothing() {
        try (Periodic periodic = every(SOON, () -> {
            int run = runs.incrementAndGet();
            if (run <= 3) {
                throw new IllegalStateException("broken");
            }
            if (run == 5) {
                throw new StackOverflowError("deep");
            }
        })) {
            periodic.start();
            await().until(() -> runs.get() > 6);
        }
        assertThat(told)
                .hasSize(2)
                .allMatch(e -> e instanceof Event.Alarm a
                        && a.subject().equals("tick")
                        && a.what().startsWith("internal error"));
    }

    @Test
    void first_comes_at_once_and_last_when_it_is_closed() {
        Periodic periodic = every(NEVER, new Periodic.PeriodicTask() {
            @Override
            public void first() {
                done.add("first");
            }

            @Override
            public void run() {
                done.add("run");
            }

            @Override
            public void last() {
                done.add("last");
            }
        });
        periodic.start();
        await().until(() -> done.equals(List.of("first")));
        periodic.close();
        assertThat(done).containsExactly("first", "last");
    }

    @Test
    void close_waits_for_a_run_and_no_longer_than_it_may() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Periodic periodic = every(SOON, () -> {
            running.countDown();
            assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
            done.add("run");
        });
        periodic.start();
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        periodic.close(SOON);
        assertThat(done).as("given up").isEmpty();
        assertThat(periodic.closed()).isTrue();
        released.countDown();
        periodic.close(Duration.ofSeconds(20));
        assertThat(done).as("waited for").containsExactly("run");
    }

    @Test
    void one_that_was_never_started_is_closed_at_once() {
        Periodic periodic = every(NEVER, runs::incrementAndGet);
        assertThat(periodic.closed()).isFalse();
        periodic.close();
        assertThat(periodic.closed()).isTrue();
        assertThat(runs).hasValue(0);
    }
}
