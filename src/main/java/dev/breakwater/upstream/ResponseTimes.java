package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;

/** The response times of one origin in one class of traffic, and the limits that follow from them. */
final class ResponseTimes {
    /** The least time after which an origin counts as late. */
    private static final Duration LEAST_LATE = Duration.ofMillis(250);

    /** The least length of a body that shows its sender's pace. */
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

    /** Records an exchange with its first byte after {@code first}, and its {@code bytes} within {@code body}. */
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

    /** Records a failed exchange: within a millisecond perhaps, which must not look like a quick answer. */
    void failed(Duration after, Instant now) {
        cost.add(longer(Duration.ofSeconds(1), after), now);
    }

    /** Resets the cost. */
    void forgetCost() {
        cost.forget();
    }

    /** The cost of a request, in nanoseconds. */
    double cost(Instant now) {
        return cost.value(now);
    }

    /** The time to the first byte that one in twenty exceeds; zero if there are too few measurements. */
    Duration p95() {
        return Duration.ofNanos(firstBytes.value(0));
    }

    /** How long to wait for the first byte before also asking another. */
    Duration hedgeAfter() {
        long most = mostHedge.toNanos();
        return Duration.ofNanos(Math.clamp(firstBytes.value(most), leastHedge.toNanos(), most));
    }

    /** The same if the origin is suspect. */
    Duration leastHedge() {
        return leastHedge;
    }

    /** How long the first byte may take before several such exchanges count against it. */
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

    /** How long the first byte may take before that alone counts against it. */
    Duration overdue() {
        return longer(mostHedge, late());
    }

    /** How long the first byte may take before another replaces it, whatever that costs. */
    Duration replaceAfter() {
        return p95().isZero() ? mostHedge : late();
    }

    /** A tenth of the bytes a second that it seldom falls below; 0 if unknown. */
    long slowest() {
        return rates.value(0) / 10;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
