package dev.breakwater.probe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A runner of parallel tasks, each on a virtual thread, within a time limit. */
final class BoundedTasks {
    private BoundedTasks() {}

    /**
     * Runs {@code tasks}, at most {@code atOnce} of them at a time, and returns when all are done or {@code within} is over,
     * whichever comes first; running tasks then continue, and tasks that have not begun do not start.
     *
     * @return whether all are done
     * @throws RuntimeException the first exception of a task
     */
    static boolean all(List<? extends Runnable> tasks, int atOnce, Duration within) throws InterruptedException {
        Semaphore seats = new Semaphore(atOnce);
        CountDownLatch done = new CountDownLatch(tasks.size());
        AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
        long end = System.nanoTime() + within.toNanos();
        for (Runnable task : tasks) {
            if (!seats.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            Thread.ofVirtual().name("probe").start(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    broken.compareAndSet(null, e);
                } finally {
                    seats.release();
                    done.countDown();
                }
            });
        }
        boolean all = done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        RuntimeException first = broken.get();
        if (first != null) {
            throw first;
        }
        return all;
    }
}
