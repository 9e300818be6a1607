package dev.breakwater.fetch;

import dev.breakwater.store.Staged;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of one thing, for all requests that want it; see {@link SingleFlight}. It belongs to no request: any that waits
 * may go, the fetch goes on. What it fetches can be followed while it arrives, and taken once it is judged.
 */
final class Flight {
    /** What is arriving. */
    record ArrivingContent(Staged staged, ContentAssembler assembler) {
        /** How long the whole will be; -1 if no origin has said. */
        long total() {
            return assembler.total();
        }

        /** What its origin has said of it, as far as that is kept. */
        Map<String, String> headers() {
            return assembler.headers();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final BiConsumer<Flight, Runnable> task;
    private @Nullable ArrivingContent arriving;
    private @Nullable FetchResult result;
    /** Waiters, each with a claim on what the fetch brings. */
    private int retained;
    /** Places in line for it that belong to no waiter. */
    private int queued;

    private long wakes;
    private boolean started;
    private boolean queuedBehind;
    private boolean closed;

    /** One that has not begun; {@code task} is to begin it, and to run what it is given once everything is done. */
    Flight(BiConsumer<Flight, Runnable> task) {
        this.task = task;
    }

    /**
     * Begins.
     *
     * @param over is run when everything is done
     * @return false if it has begun before, or no request wants it any more
     */
    boolean start(Runnable over) {
        lock.lock();
        try {
            if (started || closed) {
                return false;
            }
            started = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        task.accept(this, over);
        return true;
    }

    boolean isStarted() {
        lock.lock();
        try {
            return started;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for it to begin; false if it has not within {@code limit}, or {@code gone} was cancelled. */
    boolean awaitStart(Duration limit, Cancellation gone) throws InterruptedException {
        long left = limit.toNanos();
        if (isStarted()) {
            return true;
        }
        gone.onCancel(this::wake);
        lock.lock();
        try {
            while (!started && left > 0 && !gone.cancelled()) {
                left = changed.awaitNanos(left);
            }
            return started;
        } finally {
            lock.unlock();
        }
    }

    /** Has those who wait look again. */
    void wake() {
        lock.lock();
        try {
            wakes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the one place that it may have behind all clients; false if it has it already, or has begun. */
    boolean queueBehind() {
        lock.lock();
        try {
            boolean taken = queuedBehind || started || closed;
            queuedBehind = true;
            queued += taken ? 0 : 1;
            return !taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives that place back. */
    void leaveBehind() {
        lock.lock();
        try {
            queuedBehind = false;
            queued--;
        } finally {
            lock.unlock();
        }
    }

    /** Gives it up if it has not begun and no request waits for it or for its turn: then none can join it any more. */
    boolean abandon() {
        lock.lock();
        try {
            closed |= !started && retained == 0 && queued == 0;
            return !started && closed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait follow what arrives. */
    void arriving(Staged staged, ContentAssembler assembler) {
        lock.lock();
        try {
            arriving = new ArrivingContent(staged, assembler);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells all who wait how it ended. The first result stands: requests have gone by it. */
    void complete(FetchResult how) {
        lock.lock();
        try {
            result = result == null ? how : result;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Claims what it brings until {@link #release}; false if it is over and has given that up. */
    boolean retain() {
        lock.lock();
        try {
            retained += closed ? 0 : 1;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Gives one claim back: its holder has taken what came, or does without. */
    void release() {
        lock.lock();
        try {
            retained--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets no request join any more, once all claims are given back: that is soon, for the result is there. What was fetched
     * may not have been stored, so those who wait could get it nowhere else.
     */
    void close() {
        lock.lock();
        try {
            while (retained > 0) {
                changed.awaitUninterruptibly();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Says that everything is done, the commit included. */
    void finish() {
        finished.countDown();
    }

    /** Waits for everything to be done; false if it is not within {@code limit}. */
    boolean awaitFinish(Duration limit) throws InterruptedException {
        return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How it ended; null if it has not within {@code limit}. */
    @Nullable
    FetchResult await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (result == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** How often those who wait were woken. */
    long wakes() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /** How it ended; null if it has not within {@code limit}, or was woken since {@code seen} times. */
    @Nullable
    FetchResult await(Duration limit, long seen) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (result == null && wakes == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** How it ended, however long that takes. */
    FetchResult await() throws InterruptedException {
        lock.lock();
        try {
            while (result == null) {
                changed.await();
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** What arrives, once more than {@code bytes} of it are here; null if it has ended before. */
    @Nullable
    ArrivingContent follow(long bytes) throws InterruptedException {
        ArrivingContent now = awaitArriving();
        if (now == null) {
            return null;
        }
        try {
            return now.staged().awaitBeyond(bytes) > bytes ? now : null;
        } catch (IOException e) {
            // it failed, which the result says as well
            return null;
        }
    }

    private @Nullable ArrivingContent awaitArriving() throws InterruptedException {
        lock.lock();
        try {
            while (result == null && arriving == null) {
                changed.await();
            }
            return result == null ? arriving : null;
        } finally {
            lock.unlock();
        }
    }
}
