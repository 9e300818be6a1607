package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides from what happened whether an origin is worth asking in one class of traffic: five failures in a row open it
 * for ten seconds, doubling to five minutes; then one trial at a time is let through, and three successes close it.
 */
final class Breaker {
    private static final int FAILURES = 5;
    private static final int SUCCESSES = 3;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration CORRUPT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private int failures;
    private int successes;
    private Duration pause = Duration.ZERO;
    private Instant openUntil = Instant.MIN;
    private Instant trialUntil = Instant.MIN;

    /** Whether the origin may be asked now; a trial counts as taken by that. */
    synchronized boolean admits(Instant now) {
        if (pause.isZero() && !now.isBefore(openUntil)) {
            return true;
        }
        if (now.isBefore(openUntil) || now.isBefore(trialUntil)) {
            return false;
        }
        trialUntil = now.plus(FIRST);
        return true;
    }

    /** Whether it is open or on trial. */
    synchronized boolean open(Instant now) {
        return !pause.isZero() || now.isBefore(openUntil);
    }

    /** An exchange went well. */
    synchronized void success() {
        failures = 0;
        trialUntil = Instant.MIN;
        if (!pause.isZero() && ++successes >= SUCCESSES) {
            pause = Duration.ZERO;
        }
    }

    /** An exchange failed. */
    synchronized void failure(Instant now) {
        if (++failures >= FAILURES || !pause.isZero()) {
            open(now, FIRST);
        }
    }

    /** What it sent was wrong: worse than silence. */
    synchronized void corrupt(Instant now) {
        open(now, CORRUPT);
    }

    /** It wants to be left alone until {@code until}; that is no failure. */
    synchronized void park(Instant until) {
        openUntil = until.isAfter(openUntil) ? until : openUntil;
    }

    private void open(Instant now, Duration first) {
        if (now.isBefore(openUntil)) {
            return;
        }
        Duration next = pause.isZero() ? first : pause.multipliedBy(2);
        pause = next.compareTo(LONGEST) > 0 ? LONGEST : next;
        openUntil = now.plus(pause);
        trialUntil = Instant.MIN;
        successes = 0;
        failures = 0;
    }
}
