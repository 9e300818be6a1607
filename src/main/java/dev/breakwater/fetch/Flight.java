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
 * One fetch of one resource, shared by all requests for it; see {@link SingleFlight}. It belongs to no request: a client may
 * leave, the fetch continues. Requests can follow its content while it arrives, and take it once it is verified.
 */
final class Flight {
    /** The arriving content. */
    record ArrivingContent(Staged staged, ContentAssembler assembler) {
        /** The length of the whole; -1 if unknown. */
        long total() {
            return assembler.total();
        }

        /** The kept headers of its origin. */
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
    /** The number of waiters, each with a claim on the content. */
    private int retained;
    /** The number of places in line that belong to no waiter. */
    private int queued;

    private long wakes;
    private boolean started;
    private boolean queuedBehind;
    private boolean closed;

    /** A flight that has not begun; {@code task} starts it, and runs its argument once everything is done. */
    Flight(BiConsumer<Flight, Runnable> task) {
        this.task = task;
    }

    /**
     * Starts it.
     *
     * @param over is run when everything is done
     * @return false if it has begun before, or no request needs it any more
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

    /** Wakes the waiters to check again. */
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

    /** Abandons it if it has not begun and no request waits for it or for its turn: then none can join it any more. */
    boolean abandon() {
        lock.lock();
        try {
            closed |= !started && retained == 0 && queued == 0;
            return !started && closed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the waiters follow the arriving content. */
    void arriving(Staged staged, ContentAssembler assembler) {
        lock.lock();
        try {
            arriving = new ArrivingContent(staged, assembler);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Publishes the result to the waiters. The first result stands: requests have used it. */
    void complete(FetchResult how) {
        lock.lock();
        try {
            result = result == null ? how : result;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Claims the content until {@link #release}; false if it is over and has released it. */
    boolean retain() {
        lock.lock();
        try {
            retained += closed ? 0 : 1;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Releases one claim: its holder has taken the content, or doesn't need it. */
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
     * Refuses new requests, once all claims are released: that is soon, as the result is there. The content may not have been
     * stored, so the waiters could get it nowhere else.
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

    /** Declares that everything is done, the commit included. */
    void finish() {
        finished.countDown();
    }

    /** Waits for everything to be done; false if it is not within {@code limit}. */
    boolean awaitFinish(Duration limit) throws InterruptedException {
        return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Its result; null if there is none within {@code limit}. */
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

    /** How often the waiters were woken. */
    long wakes() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /** Its result; null if there is none within {@code limit}, or after a wake beyond {@code seen}. */
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

    /** Its result, however long that takes. */
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

    /** The arriving content, once more than {@code bytes} of it are here; null if the flight has ended before. */
    @Nullable
    ArrivingContent follow(long bytes) throws InterruptedException {
        ArrivingContent now = awaitArriving();
        if (now == null) {
            return null;
        }
        try {
            return now.staged().awaitBeyond(bytes) > bytes ? now : null;
        } catch (IOException e) {
            // it failed, as the result says
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
