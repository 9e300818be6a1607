package dev.breakwater.fetch;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hashes, inflates and writes large bodies on a few threads of their own. Virtual threads have no time slices, keep their carrier
 * while they write to a file, and what one of them wakes comes before what others start: a handful of archives that arrive
 * quickly would take every carrier, and whatever is small would wait for them. The system shares the cores between these
 * threads and the carriers.
 */
final class Cores {
    /** Work on bytes that are here. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private static final int IDLE_SECONDS = 10;

    private final ExecutorService threads;

    /** Works on {@code count} bodies at once. */
    Cores(int count) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("bodies-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /** All cores of this machine but one, which is for what clients wait for. */
    static Cores ofThisMachine() {
        return new Cores(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** Works once there is a thread for it. */
    void work(Work work) throws IOException {
        Future<?> done = threads.submit(() -> {
            work.run();
            return null;
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // the bytes are in use until it is through
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case IOException broken -> throw broken;
                        case RuntimeException broken -> throw broken;
                        case Error broken -> throw broken;
                        case null, default -> throw new IllegalStateException(e);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
