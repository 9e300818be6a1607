package dev.breakwater.app;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that never jumps: it starts with another one's time and then follows the elapsed time. For durations inside this
 * process; stored times use the real one.
 */
final class MonotonicClock implements InstantSource {
    private final Instant began;
    private final long zero = System.nanoTime();

    MonotonicClock(InstantSource from) {
        began = from.instant();
    }

    @Override
    public Instant instant() {
        return began.plusNanos(System.nanoTime() - zero);
    }
}
