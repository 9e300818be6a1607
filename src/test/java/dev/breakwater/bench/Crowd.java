package dev.breakwater.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients at once, each on a virtual thread of its own, let go together. */
final class Crowd {
    private Crowd() {}

    /** One client; {@code number} counts from 0. */
    @FunctionalInterface
    interface Client {
        void run(int number) throws IOException;
    }

    /** How many of {@code count} clients failed; what the first failure was goes to standard error. */
    static int failures(int count, Client client) throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(count);
        AtomicInteger failures = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                    client.run(number);
                } catch (IOException | UncheckedIOException | InterruptedException e) {
                    if (failures.getAndIncrement() == 0) {
                        System.err.println("a client failed: " + e);
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        go.countDown();
        done.await();
        return failures.get();
    }
}
