package dev.breakwater.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass: a mirror's latency and slowness are real. Tests themselves wait for conditions instead. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        until(System.nanoTime() + duration.toNanos());
    }

    /** Until {@link System#nanoTime} shows {@code end}. */
    static void until(long end) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
