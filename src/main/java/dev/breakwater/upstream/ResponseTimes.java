package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/** How long one origin takes in one class of traffic, and how long it may take. */
final class ResponseTimes {
    /** The least time after which an origin counts as late. */
    private static final Duration LEAST_LATE = Duration.ofMillis(250);

    /** A body of that many bytes shows its sender's pace. */
    private static final int RATED = 64 * 1024;

    private final Duration leastHedge;
    private final Duration mostHedge;
    private final Quantile firstBytes = new Quantile(0.95);
    private final Quantile rates = new Quantile(0.1);
    private volatile Duration last = Duration.ZERO;
    private final PeakEwma cost = new PeakEwma();

    ResponseTimes(Traffic traffic) {
        boolean archive = traffic == Traffic.ARCHIVE;
        leastHedge = Duration.ofMillis(archive ? 200 : 50);
        mostHedge = Duration.ofSeconds(archive ? 2 : 1);
    }

    /** An exchange was answered {@code first} after it began, and its {@code bytes} came in {@code body}. */
    void answered(Duration first, long bytes, Duration body, Instant now) {
        firstBytes.add(first.toNanos());
        last = first;
        Duration whole = first;
        if (bytes >= RATED && body.isPositive()) {
            rates.add(bytes * 1_000_000_000 / body.toNanos());
            whole = first.plusNanos((long) ((double) body.toNanos() / bytes * (1 << 20)));
        }
        cost.add(whole, now);
    }

    /** An exchange failed: within a millisecond perhaps, which must not look like a quick answer. */
    void failed(Duration after, Instant now) {
        cost.add(longer(Duration.ofSeconds(1), after), now);
    }

    /** Forgets what asking it costs. */
    void forgetCost() {
        cost.forget();
    }

    /** What asking it costs, in nanoseconds. */
    double cost(Instant now) {
        return cost.value(now);
    }

    /** The time to the first byte that one in twenty exceeds; zero where too little is known. */
    Duration p95() {
        return Duration.ofNanos(firstBytes.value(0));
    }

    /** How long to wait for the first byte before another is asked as well. */
    Duration hedgeAfter() {
        long most = mostHedge.toNanos();
        return Duration.ofNanos(Math.clamp(firstBytes.value(most), leastHedge.toNanos(), most));
    }

    /** The same where it is doubted. */
    Duration leastHedge() {
        return leastHedge;
    }

    /** How long the first byte may take before that, of several, speaks against it. */
    Duration late() {
        return longer(LEAST_LATE, Duration.ofNanos(3 * firstBytes.value(0)));
    }

    /** How long the last answer's first byte took; zero before there was one. */
    Duration last() {
        return last;
    }

    /** A probe's limit for the first byte: {@code limit}, or twice the time of the last answer if that is more. */
    Duration probe(Duration limit) {
        Duration wanted = longer(limit, last.multipliedBy(2));
        return wanted.compareTo(ResponseLimits.SILENCE) < 0 ? wanted : longer(limit, ResponseLimits.SILENCE);
    }

    /** How long the first byte may take before that alone speaks against it. */
    Duration overdue() {
        return longer(mostHedge, late());
    }

    /** How long the first byte may take before another is to be asked in its place, whatever that costs. */
    Duration replaceAfter() {
        return p95().isZero() ? mostHedge : late();
    }

    /** A tenth of the bytes a second that it seldom falls below; 0 where that is not known. */
    long slowest() {
        return rates.value(0) / 10;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
