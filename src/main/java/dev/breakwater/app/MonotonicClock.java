package dev.breakwater.app;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that never jumps: it starts with another one's time and then goes by the time that passes. For how long things
 * take and last inside this process; what is written down goes by the real one.
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
