package dev.breakwater.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where attempts put their reports, in the order in which they end, and where the one thread that waits for them is woken. */
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

    /** Something else has changed that the one who waits decides by. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next report; null if there is none by {@code due}, or something else has changed. Null as due is for ever. */
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
        // An Instant of a clock that goes by milliseconds may be a moment late: never wait for nothing at all.
        return Math.max(left.toNanos(), 1_000_000);
    }
}
