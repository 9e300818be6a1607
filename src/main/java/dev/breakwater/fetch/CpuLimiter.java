package dev.breakwater.fetch;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A limit of CPU use: hashes, inflates and writes large bodies on a few platform threads. Virtual threads have no time slices,
 * keep their carrier while they write to a file, and run the threads they wake before newly started ones: a handful of
 * archives that arrive quickly would take every carrier, and small requests would wait for them. The system shares the cores
 * between these threads and the carriers.
 */
final class CpuLimiter {
    /** Work on bytes that have arrived. */
    @FunctionalInterface
    interface LimitedWork {
        void run() throws IOException;
    }

    private static final int IDLE_SECONDS = 10;

    private final Executor threads;

    /** Works on {@code count} bodies at once. */
    CpuLimiter(int count) {
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

    /** All cores of this machine but one, which is left for the requests that clients wait for. */
    static CpuLimiter ofThisMachine() {
        return new CpuLimiter(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** Runs the work once a thread is free, and waits for its end: the bytes are in use until then. */
    void work(LimitedWork work) throws IOException {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (IOException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException broken -> throw broken;
                case RuntimeException broken -> throw broken;
                case Error broken -> throw broken;
                case null, default -> throw e;
            }
        }
    }
}
