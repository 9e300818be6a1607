package dev.breakwater.fetch;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Lets as many large bodies be hashed and inflated at once as there are cores. Virtual threads have no time slices: a
 * handful of archives that arrive quickly would take every carrier, and whatever is small would wait for them. What runs
 * in here waits for nobody but the disk.
 */
final class Cores {
    /** Work on bytes that are here. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private final Semaphore free;

    Cores(int count) {
        free = new Semaphore(count, true);
    }

    /** Works once there is a core for it. */
    void work(Work work) throws IOException {
        free.acquireUninterruptibly();
        try {
            work.run();
        } finally {
            free.release();
        }
    }
}
