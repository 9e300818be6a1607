package dev.breakwater.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A queue of attempts' reports, in the order in which they end; wakes the one thread that waits for them. */
final class CompletionQueue<R> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<R> reports = new ArrayDeque<>(4);
    private final InstantSource clock;
    private boolean woken;

    CompletionQueue(InstantSource clock) {
        this.clock = clock;
    }

    void add(R report) {
        lock.lock();
        try {
            reports.add(report);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the waiting thread for a change other than a report. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next report; null if there is none by {@code due}, or something else has changed. A null {@code due} means no limit.
     */
    @Nullable
    R next(@Nullable Instant due) throws InterruptedException {
        lock.lock();
        try {
            long left = due == null ? Long.MAX_VALUE : nanosUntil(due);
            while (reports.isEmpty() && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return reports.poll();
        } finally {
            lock.unlock();
        }
    }

    private long nanosUntil(Instant due) {
        Duration left = Duration.between(clock.instant(), due);
        // An Instant of a millisecond clock may be a moment late: never wait for zero.
        return Math.max(left.toNanos(), 1_000_000);
    }
}
