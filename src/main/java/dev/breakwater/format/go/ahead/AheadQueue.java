package dev.breakwater.format.go.ahead;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps that wait, and the few threads that take them. Each step is taken once within some minutes. Nothing is taken while the
 * budget does not allow it, for a while after some failures in a row, and once no client has asked for anything for a while; what waits
 * is forgotten then. Thread-safe; only its own threads wait.
 */
final class AheadQueue {
    /** How many steps are taken at once. */
    private static final int AT_ONCE = 16;

    private static final int MOST_WAITING = 4_096;
    private static final int MOST_KNOWN = 20_000;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    /** How long clients may be silent. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** After so many failures in a row nothing is taken for a while: it is more than one bad file. */
    private static final int FAILURES = 3;

    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** The work of a step; may wait for an upstream. */
    @FunctionalInterface
    interface StepWork {
        void run() throws IOException, InterruptedException;
    }

    private record WaitingStep(AheadStep step, StepWork work) {}

    private final BooleanSupplier allowed;
    private final InstantSource clock;
    private final Cache<AheadStep, Boolean> known;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<WaitingStep> waiting = new ArrayDeque<>();
    private int running;
    private int failures;
    private volatile boolean hasWork;
    private volatile Instant lastAsked = Instant.MIN;
    private volatile Instant pausedUntil = Instant.MIN;

    /** Takes steps while that is {@code allowed}, by a steady {@code clock}. */
    AheadQueue(BooleanSupplier allowed, InstantSource clock, Ticker ticker) {
        this.allowed = allowed;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_KNOWN)
                .expireAfterWrite(MEMORY)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** A client asks for something; {@code more} if more may be allowed now. */
    void asked(boolean more) {
        Instant now = clock.instant();
        boolean idle = lastAsked.isBefore(now.minus(IDLE));
        lastAsked = now;
        if (!more && !idle && !hasWork) {
            return;
        }
        lock.lock();
        try {
            if (idle) {
                forget();
            }
            start();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@code step} was not added yet, and so not what belongs to it either. */
    boolean isNew(AheadStep step) {
        return known.getIfPresent(step) == null;
    }

    /** Adds {@code step}, unless it was added before or too many wait. */
    void add(AheadStep step, StepWork work) {
        lock.lock();
        try {
            if (waiting.size() < MOST_WAITING && known.asMap().putIfAbsent(step, true) == null) {
                waiting.add(new WaitingStep(step, work));
                hasWork = true;
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts as many threads as there is work for, under the lock. */
    private void start() {
        while (running < AT_ONCE && !waiting.isEmpty() && mayGoOn()) {
            WaitingStep next = waiting.remove();
            running++;
            Thread.ofVirtual().name("ahead").start(() -> work(next));
        }
    }

    private boolean mayGoOn() {
        Instant now = clock.instant();
        return allowed.getAsBoolean() && !now.isBefore(pausedUntil) && !lastAsked.isBefore(now.minus(IDLE));
    }

    private void work(WaitingStep first) {
        for (WaitingStep next = first; next != null; next = next()) {
            boolean ended = false;
            try {
                failed(!succeeds(next.work));
                ended = true;
            } finally {
                if (!ended) {
                    leave();
                }
            }
        }
    }

    /** The next step to take; null if this thread ends. */
    private @Nullable WaitingStep next() {
        lock.lock();
        try {
            WaitingStep next = mayGoOn() ? waiting.poll() : null;
            running -= next == null ? 1 : 0;
            hasWork = !waiting.isEmpty();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private static boolean succeeds(StepWork work) {
        try {
            work.run();
            return true;
        } catch (InterruptedException | IOException | RuntimeException e) {
            // the engine has reported it, and the client's own request will say so
            return false;
        }
    }

    private void failed(boolean again) {
        lock.lock();
        try {
            failures = again ? failures + 1 : 0;
            if (failures >= FAILURES) {
                failures = 0;
                pausedUntil = clock.instant().plus(PAUSE);
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A thread ends by an error. */
    private void leave() {
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
    }

    /** Lets what waits begin again another time, under the lock. */
    private void forget() {
        waiting.forEach(each -> known.invalidate(each.step));
        waiting.clear();
        hasWork = false;
    }
}
