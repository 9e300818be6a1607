package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when it is told to. */
final class HandClock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    HandClock pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    HandClock pass(long millis) {
        return pass(Duration.ofMillis(millis));
    }
}
