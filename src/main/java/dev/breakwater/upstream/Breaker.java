package dev.breakwater.upstream;

import dev.breakwater.event.CircuitState;
import java.time.Duration;
import java.time.Instant;

/**
 * A circuit breaker of one origin in one class of traffic. It opens after five failures in a row, or if half of at least ten
 * exchanges within twenty seconds failed: for ten seconds, doubling to five minutes. Then one trial at a time is let through;
 * three successes close it, or three good probes even before its timer expires. An origin that sent wrong content is out for
 * thirty seconds, doubling, and no probe closes its circuit.
 */
final class Breaker {
    private static final int FAILURES = 5;
    private static final int SUCCESSES = 3;
    private static final int ENOUGH = 10;
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration CORRUPT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** After that time a small answer counts as much as a large one. */
    private static final Duration FORGIVEN = Duration.ofSeconds(5);

    /** An origin that stalls again this soon after its recovery stays suspect for a while, longer each time. */
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

    /** The state at {@code now}. */
    synchronized CircuitState state(Instant now) {
        if (!pause.isZero()) {
            return now.isBefore(openUntil) ? CircuitState.OPEN : CircuitState.HALF_OPEN;
        }
        if (now.isBefore(parkedUntil)) {
            return CircuitState.THROTTLED;
        }
        return onHang ? CircuitState.SUSPECT : CircuitState.HEALTHY;
    }

    /** Whether the origin counts as healthy now. */
    synchronized boolean admits(Instant now) {
        return switch (state(now)) {
            case HEALTHY -> true;
            case SUSPECT, THROTTLED, OPEN -> false;
            case HALF_OPEN -> !now.isBefore(trialUntil) && !unreachable(now) && !now.isBefore(parkedUntil);
        };
    }

    /** Whether a probe failed a moment ago, with no success since. */
    synchronized boolean unreachable(Instant now) {
        return now.isBefore(unreachableUntil);
    }

    /** The part of its share it gets: below 1 for a while after it was out. */
    synchronized double share(Instant now) {
        if (healed.equals(Instant.MIN)) {
            return 1;
        }
        double passed = Duration.between(healed, now).toMillis();
        return Math.clamp(passed / SLOW_START.toMillis(), 0.1, 1);
    }

    /** Records that an exchange begins; if the circuit is half open, this is the trial. */
    synchronized void begin(Instant now) {
        if (state(now) == CircuitState.HALF_OPEN) {
            trialUntil = now.plus(FIRST);
        }
    }

    /** Records a successful exchange with so many {@code bytes}. That alone does not make up for wrong content. */
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

    /** Records an exchange that hung but succeeded in the end: not a failure, but the origin stays suspect. */
    synchronized void onLateSuccess(Instant now) {
        failures = 0;
        results.add(true, now);
        trialUntil = Instant.MIN;
    }

    /** An origin that stalled after a part of a body stays suspect until it delivers at least as much. */
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

    /** Records that its content was verified. */
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

    /** Records a failed exchange. */
    synchronized void onFailure(Instant now) {
        results.add(false, now);
        boolean bad = ++failures >= FAILURES || tooMany(now);
        if (bad || !pause.isZero()) {
            open(now, FIRST);
        }
    }

    /** Records a refusal. It may concern one request only, so it counts only if most requests are refused. */
    synchronized void onRefusal(Instant now) {
        results.add(false, now);
        if (tooMany(now)) {
            open(now, FIRST);
        }
    }

    /** How many of the recent exchanges succeeded after {@code since}. */
    synchronized int goodSince(Instant since) {
        return results.goodSince(since);
    }

    private boolean tooMany(Instant now) {
        int all = results.all(now);
        return all >= ENOUGH && results.failed(now) * 2 >= all;
    }

    /** Records wrong content: worse than silence. */
    synchronized void onCorrupt(Instant now) {
        onCorrupt = true;
        open(now, CORRUPT);
    }

    /** Records throttling until {@code until}; not a failure. */
    synchronized void onThrottled(Instant until) {
        parkedUntil = until.isAfter(parkedUntil) ? until : parkedUntil;
    }

    /** Records a stall after {@code bytes} of a body: the origin is suspect until it answers. */
    synchronized void onHang(long bytes, Instant now) {
        doubt(now);
        silentAfter = bytes;
        silent = now;
    }

    /** Records a successful probe of so many {@code bytes}. */
    synchronized void onProbeSuccess(long bytes, Instant now) {
        unreachableUntil = Instant.MIN;
        if (!pause.isZero() && !onCorrupt && ++goodProbes >= SUCCESSES) {
            close(now);
        }
        trust(bytes, now);
    }

    /** Records a failed probe. */
    synchronized void onProbeFailure(Instant now) {
        onFailure(now);
        unreachableUntil = now.plus(PROBE_COUNTS);
        goodProbes = 0;
        doubt(now);
        silentAfter = 0;
    }

    /** Whether its last probe succeeded, but too few of them to close it. */
    synchronized boolean recovering() {
        return goodProbes > 0 && !pause.isZero();
    }

    /** Whether a good probe can close it: not if the origin has sent wrong content. */
    synchronized boolean probesHelp() {
        return !onCorrupt;
    }

    /** Whether it was open at {@code then} and no longer is. */
    synchronized boolean closedSince(Instant then) {
        return pause.isZero() && healed.isAfter(then);
    }

    /** Clears earlier doubts when the circuit closes: that takes more successes than ending a doubt. */
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
