package dev.breakwater.concurrent;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A periodic task on one thread of its own, with a pause before each run, until it is closed. A failed run is reported, and the
 * next one follows after the same pause. Repeated failures are reported once, and again after a successful run.
 */
public final class Periodic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The task. One thread calls all its methods. */
    @FunctionalInterface
    public interface PeriodicTask {
        /** Called before the first pause. */
        default void first() throws InterruptedException {}

        /** Called after each pause. */
        void run() throws InterruptedException;

        /** Called after it is closed, unless the process ends before. */
        default void last() throws InterruptedException {}
    }

    private interface PeriodicStep {
        void take() throws InterruptedException;
    }

    private final String name;
    private final Duration pause;
    private final PeriodicTask task;
    private final Events events;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private boolean failing;

    /**
     * Does nothing until it is started.
     *
     * @param name the name of the thread, and of the task in reports
     */
    public Periodic(String name, Duration pause, PeriodicTask task, Events events) {
        this.name = name;
        this.pause = pause;
        this.task = task;
        this.events = events;
    }

    /** Starts on a virtual thread. Call it once at most. */
    public void start() {
        thread = Thread.ofVirtual().name(name).start(this::loop);
    }

    /** Starts on a platform thread: for a task that walks over many files, which would keep a carrier thread busy. */
    public void startOnPlatformThread() {
        thread = Thread.ofPlatform().daemon().name(name).start(this::loop);
    }

    private void loop() {
        try {
            once(task::first);
            while (!closedWithin(pause)) {
                once(task::run);
            }
            once(task::last);
        } catch (InterruptedException e) {
            closing.countDown();
            events.publish(new Event.LogNote(name, "stopped"));
        }
    }

    private void once(PeriodicStep step) throws InterruptedException {
        try {
            step.take();
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                events.publish(new Event.Alarm(name, "internal error, please report it: " + e, e));
            }
            failing = true;
        }
    }

    /** Whether it is closed, so that a long run should end early. */
    public boolean closed() {
        return closing.getCount() == 0;
    }

    /** Waits that long, or until it is closed; true if it is. For a run with pauses of its own. */
    public boolean closedWithin(Duration limit) throws InterruptedException {
        return closing.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Prevents further runs, and waits up to one second for a running one. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    /** The same, but a running one, and {@link PeriodicTask#last}, may take {@code patience}. */
    public void close(Duration patience) {
        closing.countDown();
        Thread running = thread;
        if (running == null || running.equals(Thread.currentThread())) {
            return;
        }
        try {
            running.join(patience);
        } catch (InterruptedException e) {
            events.publish(new Event.LogNote(name, "does not wait for the last run: this thread was interrupted"));
        }
    }
}
