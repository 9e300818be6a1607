package dev.breakwater.upstream;

import dev.breakwater.event.CircuitState;
import java.time.Duration;
import java.time.Instant;

/**
 * A circuit breaker of one origin in one class of traffic. It opens after five failures in
 * a row, or where half of at least ten exchanges within twenty seconds failed: for ten seconds, doubling to five
 * minutes. Then one trial at a time is let through; three successes close it, or three good probes whatever its timer
 * says. What sent wrong content is out for thirty seconds, doubling, and no probe brings it back.
 */
final class Breaker {
    private static final int FAILURES = 5;
    private static final int SUCCESSES = 3;
    private static final int ENOUGH = 10;
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration CORRUPT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** After that long a small answer is as good as a large one. */
    private static final Duration FORGIVEN = Duration.ofSeconds(5);

    /** Who is in doubt again so soon after it was trusted again stays in doubt for a while, longer each time. */
    private static final Duration RELAPSE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_DOUBT = Duration.ofSeconds(1);
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(4);

    /** How long a failed probe keeps trials away. */
    private static final Duration PROBE_COUNTS = Duration.ofSeconds(15);

    /** How long a healed origin takes to get its full share back. */
    private static final Duration SLOW_START = Duration.ofSeconds(10);

    private final OutcomeWindow results = new OutcomeWindow(WINDOW);
    private int failures;
    private int successes;
    private int goodProbes;
    private boolean onHang;
    private Duration doubtLasts = Duration.ZERO;
    private Instant doubted = Instant.MIN;
    private Instant trusted = Instant.MIN;
    private long silentAfter;
    private Instant silent = Instant.MIN;
    private boolean onCorrupt;
    private Duration pause = Duration.ZERO;
    private Instant openUntil = Instant.MIN;
    private Instant parkedUntil = Instant.MIN;
    private Instant trialUntil = Instant.MIN;
    private Instant unreachableUntil = Instant.MIN;
    private Instant healed = Instant.MIN;

    /** What is thought of it at {@code now}. */
    synchronized CircuitState state(Instant now) {
        if (!pause.isZero()) {
            return now.isBefore(openUntil) ? CircuitState.OPEN : CircuitState.HALF_OPEN;
        }
        if (now.isBefore(parkedUntil)) {
            return CircuitState.THROTTLED;
        }
        return onHang ? CircuitState.SUSPECT : CircuitState.HEALTHY;
    }

    /** Whether the origin may be asked now as if nothing were the matter. */
    synchronized boolean admits(Instant now) {
        return switch (state(now)) {
            case HEALTHY -> true;
            case SUSPECT, THROTTLED, OPEN -> false;
            case HALF_OPEN -> !now.isBefore(trialUntil) && !unreachable(now) && !now.isBefore(parkedUntil);
        };
    }

    /** Whether a probe has failed a moment ago, and nothing has gone well since. */
    synchronized boolean unreachable(Instant now) {
        return now.isBefore(unreachableUntil);
    }

    /** How much of its share it should get: below 1 for a while after it was out. */
    synchronized double share(Instant now) {
        if (healed.equals(Instant.MIN)) {
            return 1;
        }
        double passed = Duration.between(healed, now).toMillis();
        return Math.clamp(passed / SLOW_START.toMillis(), 0.1, 1);
    }

    /** An exchange begins; where it is on trial, this is the trial. */
    synchronized void begin(Instant now) {
        if (state(now) == CircuitState.HALF_OPEN) {
            trialUntil = now.plus(FIRST);
        }
    }

    /** An exchange that brought so many {@code bytes} went well. That alone does not make up for wrong content. */
    synchronized void onSuccess(long bytes, Instant now) {
        failures = 0;
        results.add(true, now);
        unreachableUntil = Instant.MIN;
        trialUntil = Instant.MIN;
        if (!onCorrupt) {
            closer(now);
        }
        trust(bytes, now);
    }

    /** An exchange went well in the end that hung meanwhile: that is no failure, and ends no doubt. */
    synchronized void onLateSuccess(Instant now) {
        failures = 0;
        results.add(true, now);
        trialUntil = Instant.MIN;
    }

    /** Who fell silent after a part of a body is not trusted again for the sake of an answer that is smaller than that part. */
    private void trust(long bytes, Instant now) {
        boolean enough = bytes >= silentAfter || !now.isBefore(silent.plus(FORGIVEN));
        if (onHang && enough && !now.isBefore(doubted.plus(doubtLasts))) {
            onHang = false;
            trusted = now;
        }
    }

    private void doubt(Instant now) {
        if (onHang) {
            return;
        }
        onHang = true;
        doubted = now;
        boolean relapse = now.isBefore(trusted.plus(RELAPSE));
        Duration longer = doubtLasts.isZero() ? SHORTEST_DOUBT : doubtLasts.multipliedBy(2);
        doubtLasts = !relapse ? Duration.ZERO : longer.compareTo(LONGEST_DOUBT) > 0 ? LONGEST_DOUBT : longer;
    }

    /** What it sent was found to be right. */
    synchronized void onVerified(Instant now) {
        if (onCorrupt && !now.isBefore(openUntil)) {
            closer(now);
        }
    }

    private void closer(Instant now) {
        if (!pause.isZero() && ++successes >= SUCCESSES) {
            close(now);
        }
    }

    /** An exchange failed. */
    synchronized void onFailure(Instant now) {
        results.add(false, now);
        boolean bad = ++failures >= FAILURES || tooMany(now);
        if (bad || !pause.isZero()) {
            open(now, FIRST);
        }
    }

    /** It refused, which may be meant for one thing alone: so it counts only where most are refused. */
    synchronized void onRefusal(Instant now) {
        results.add(false, now);
        if (tooMany(now)) {
            open(now, FIRST);
        }
    }

    /** How many exchanges have gone well after {@code since}, of the last of them. */
    synchronized int goodSince(Instant since) {
        return results.goodSince(since);
    }

    private boolean tooMany(Instant now) {
        int all = results.all(now);
        return all >= ENOUGH && results.failed(now) * 2 >= all;
    }

    /** What it sent was wrong: worse than silence. */
    synchronized void onCorrupt(Instant now) {
        onCorrupt = true;
        open(now, CORRUPT);
    }

    /** Throttled until {@code until}; that is not a failure. */
    synchronized void onThrottled(Instant until) {
        parkedUntil = until.isAfter(parkedUntil) ? until : parkedUntil;
    }

    /** It hangs, after {@code bytes} of a body: not worth asking first, until it answers something. */
    synchronized void onHang(long bytes, Instant now) {
        doubt(now);
        silentAfter = bytes;
        silent = now;
    }

    /** A probe was answered as it should be, with so many {@code bytes}. */
    synchronized void onProbeSuccess(long bytes, Instant now) {
        unreachableUntil = Instant.MIN;
        if (!pause.isZero() && !onCorrupt && ++goodProbes >= SUCCESSES) {
            close(now);
        }
        trust(bytes, now);
    }

    /** A probe failed. */
    synchronized void onProbeFailure(Instant now) {
        onFailure(now);
        unreachableUntil = now.plus(PROBE_COUNTS);
        goodProbes = 0;
        doubt(now);
        silentAfter = 0;
    }

    /** Whether its last probe went well, but not yet enough of them to close it. */
    synchronized boolean recovering() {
        return goodProbes > 0 && !pause.isZero();
    }

    /** Whether a good probe can bring it back: not where it has sent what is wrong. */
    synchronized boolean probesHelp() {
        return !onCorrupt;
    }

    /** Whether it was out at {@code then} and is not any more. */
    synchronized boolean closedSince(Instant then) {
        return pause.isZero() && healed.isAfter(then);
    }

    /** What closes it has shown more than what ends a doubt: so no doubt outlasts it for the sake of those before. */
    private void close(Instant now) {
        pause = Duration.ZERO;
        doubtLasts = Duration.ZERO;
        onCorrupt = false;
        failures = 0;
        results.clear();
        healed = now;
    }

    private void open(Instant now, Duration first) {
        failures = 0;
        successes = 0;
        goodProbes = 0;
        if (!pause.isZero() && now.isBefore(openUntil)) {
            Instant atLeast = now.plus(first);
            openUntil = onCorrupt && openUntil.isBefore(atLeast) ? atLeast : openUntil;
            return;
        }
        Duration next = pause.isZero() ? first : pause.multipliedBy(2);
        pause = next.compareTo(LONGEST) > 0 ? LONGEST : next;
        openUntil = now.plus(pause);
        trialUntil = Instant.MIN;
    }
}
