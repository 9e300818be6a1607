package dev.breakwater.fetch;

import dev.breakwater.store.OpenFile;
import dev.breakwater.store.Staged;
import dev.breakwater.verify.Digest;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of one thing, for everybody who wants it. It belongs to nobody's request: whoever waits may go, the flight
 * goes on. What it fetches can be followed while it arrives, and taken once it is judged.
 */
final class Flight {
    /**
     * How it ended.
     *
     * @param content what landed; null where nothing did
     * @param at when
     * @param spans where the time went
     */
    record Landing(Finding finding, @Nullable Cargo content, Instant at, List<Timing> spans) {}

    /** What landed: in memory where it is small, else as a file of which the flight owns one hold. */
    record Cargo(byte @Nullable [] bytes, @Nullable OpenFile file, Digest sha256) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch cleared = new CountDownLatch(1);
    private @Nullable Staged staged;
    private @Nullable ContentAssembler spool;
    private @Nullable Landing landing;
    private final BiConsumer<Flight, Runnable> fly;
    private int aboard;
    private int wanted;
    private boolean departed;
    private boolean behind;
    private boolean closed;

    /** A flight that has not begun; {@code fly} is to begin it, and to run what it is given when everything is done. */
    Flight(BiConsumer<Flight, Runnable> fly) {
        this.fly = fly;
    }

    /**
     * Begins.
     *
     * @param over is run when everything is done
     * @return false where it has begun before, or nobody wants it any more
     */
    boolean depart(Runnable over) {
        lock.lock();
        try {
            if (departed || closed) {
                return false;
            }
            departed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        fly.accept(this, over);
        return true;
    }

    boolean hasDeparted() {
        lock.lock();
        try {
            return departed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for it to begin; false where it has not within {@code limit}, or {@code gone} was cancelled. */
    boolean departed(Duration limit, Cancellation gone) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            if (departed) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        gone.onCancel(this::wake);
        lock.lock();
        try {
            while (!departed && left > 0 && !gone.cancelled()) {
                left = changed.awaitNanos(left);
            }
            return departed;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the one place that it may have behind all clients; false where it has it already, or has begun. */
    boolean queueBehind() {
        lock.lock();
        try {
            boolean taken = behind || departed || closed;
            behind = true;
            wanted += taken ? 0 : 1;
            return !taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives that place back. */
    void leaveBehind() {
        lock.lock();
        try {
            behind = false;
            wanted--;
        } finally {
            lock.unlock();
        }
    }

    /** Gives it up where it has not begun and nobody is aboard or wants it any more: nobody can board it then. */
    boolean abandoned() {
        lock.lock();
        try {
            closed |= !departed && aboard == 0 && wanted == 0;
            return !departed && closed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait follow what arrives. */
    void arriving(Staged into, ContentAssembler through) {
        lock.lock();
        try {
            staged = into;
            spool = through;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells everybody how it ended. */
    void land(Landing how) {
        lock.lock();
        try {
            // The first word stands: others have gone by it.
            landing = landing == null ? how : landing;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a seat, which is to be left; false where the flight is over and what it brought is given up. */
    boolean board() {
        lock.lock();
        try {
            aboard += closed ? 0 : 1;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves a seat. Who leaves has taken what landed, or does without. */
    void leave() {
        lock.lock();
        try {
            aboard--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets nobody in any more, once all who are aboard have left: that is soon, for it has landed. What landed may not
     * have been stored, so nobody could get it elsewhere.
     */
    void close() {
        lock.lock();
        try {
            while (aboard > 0) {
                changed.awaitUninterruptibly();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Says that everything is done, the commit included. */
    void clear() {
        cleared.countDown();
    }

    /** Waits for everything to be done; false where it is not within {@code limit}. */
    boolean cleared(Duration limit) throws InterruptedException {
        return cleared.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How it ended; null where it has not within {@code limit}. */
    @Nullable
    Landing await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (landing == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return landing;
        } finally {
            lock.unlock();
        }
    }

    /** How it ended, however long that takes. */
    Landing await() throws InterruptedException {
        lock.lock();
        try {
            while (landing == null) {
                changed.await();
            }
            return landing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Follows what has arrived, once there is enough of it to hand some out.
     *
     * @return null where it has ended before
     */
    @Nullable
    Withheld follow() throws InterruptedException {
        lock.lock();
        try {
            while (landing == null) {
                Staged arriving = staged;
                ContentAssembler through = spool;
                if (arriving != null && through != null && arriving.arrived() > Withheld.WITHHELD) {
                    return new Withheld(this, arriving, through.total());
                }
                // The flight says when it lands, not when bytes come; these are looked for now and then.
                changed.await(50, TimeUnit.MILLISECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }
}
