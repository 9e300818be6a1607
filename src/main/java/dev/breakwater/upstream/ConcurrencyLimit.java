package dev.breakwater.upstream;

import dev.breakwater.web.Cancellation;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the concurrent exchanges with one origin in one class of traffic. A permit covers one exchange and is released at the
 * last byte of its body, before verification: so no holder of a permit waits for another.
 */
final class ConcurrencyLimit {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private int free;

    ConcurrencyLimit(int permits) {
        free = permits;
    }

    /** Waits for a permit; false if {@code cancellation} comes first. */
    boolean enter(Cancellation cancellation) {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return true;
            }
        } finally {
            lock.unlock();
        }
        return queue(cancellation);
    }

    private boolean queue(Cancellation cancellation) {
        cancellation.onCancel(this::wake);
        lock.lock();
        try {
            while (free == 0 && !cancellation.cancelled()) {
                freed.awaitUninterruptibly();
            }
            if (cancellation.cancelled()) {
                freed.signal();
                return false;
            }
            free--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            free++;
            freed.signal();
        } finally {
            lock.unlock();
        }
    }
}
