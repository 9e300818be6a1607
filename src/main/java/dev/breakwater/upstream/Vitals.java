package dev.breakwater.upstream;

import dev.breakwater.upstream.Breaker.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known of one origin in one class of traffic: its breaker, how long it takes, what is in flight. */
final class Vitals {
    /** Something an origin was seen to have, to be asked for again when it is probed. */
    record Seen(String path, long total) {}

    /** A change of what is thought of it. */
    record Change(State from, State to, String why) {}

    /** So many exchanges that hang make an origin suspect at once. */
    private static final int HANGING = 3;

    private static final Duration LEAST_OVERDUE = Duration.ofMillis(250);
    private static final int RATED = 64 * 1024;

    private final Traffic traffic;
    private final Consumer<Change> changes;
    private final Breaker breaker = new Breaker();
    private final Ring firstBytes = new Ring();
    private final Ring rates = new Ring();
    private final PeakEwma cost = new PeakEwma();
    private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
    private State told = State.HEALTHY;
    private volatile Instant asked = Instant.MIN;
    private volatile @Nullable Seen seen;

    Vitals(Traffic traffic, Consumer<Change> changes) {
        this.traffic = traffic;
        this.changes = changes;
    }

    /** One exchange under way. */
    final class Exchange {
        private final Instant began;
        private volatile @Nullable Instant heard;

        private Exchange(Instant began) {
            this.began = began;
        }

        /** The head of the reply is here. */
        void heard(Instant now) {
            heard = now;
        }

        /** It is over. */
        void end(Ask ask, Outcome outcome, long bytes, Instant now) {
            running.remove(this);
            if (!(outcome instanceof Outcome.Abandoned)) {
                measure(outcome, bytes, now);
            }
            if (outcome instanceof Outcome.Found(Head head, String said)) {
                seen = new Seen(ask.path(), head.total() >= 0 ? head.total() : head.from() + bytes);
            }
            judge(missed(outcome, now), now);
        }

        /** Given up late and without a byte, since another answered: that it has failed us. */
        private Outcome missed(Outcome outcome, Instant now) {
            boolean late =
                    outcome instanceof Outcome.Abandoned && heard == null && !now.isBefore(began.plus(hedgeAfter()));
            return late ? new Outcome.Unavailable("no answer while others had one") : outcome;
        }

        private void measure(Outcome outcome, long bytes, Instant now) {
            Instant answered = heard == null ? now : heard;
            Duration first = Duration.between(began, answered);
            if (outcome instanceof Outcome.Unavailable) {
                // A refusal within a millisecond must not look like a quick answer.
                cost.add(first.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : first, now);
                return;
            }
            firstBytes.add(first.toNanos());
            Duration whole = first;
            long body = Duration.between(answered, now).toNanos();
            if (bytes >= RATED && body > 0) {
                rates.add(bytes * 1_000_000_000 / body);
                whole = first.plusNanos((long) ((double) body / bytes * (1 << 20)));
            }
            cost.add(whole, now);
        }
    }

    Exchange begin(Instant now) {
        Exchange exchange = new Exchange(now);
        running.add(exchange);
        asked = now;
        breaker.begin(now);
        return exchange;
    }

    private void judge(Outcome outcome, Instant now) {
        switch (outcome) {
            case Outcome.Found f -> breaker.success(now);
            case Outcome.NotModified n -> breaker.success(now);
            case Outcome.Missing m -> breaker.success(now);
            case Outcome.Denied d -> breaker.refusal(now);
            case Outcome.Throttled t -> throttled(t, now);
            case Outcome.Unavailable u -> breaker.failure(now);
            case Outcome.Abandoned a -> {}
        }
        tell(outcome.said(), now);
    }

    void corrupt(String why, Instant now) {
        breaker.corrupt(now);
        tell(why, now);
    }

    void vouched(Instant now) {
        breaker.vouched(now);
        tell("what it sends is right again", now);
    }

    void probed(boolean well, String said, Instant now) {
        if (well) {
            breaker.probed(now);
        } else {
            breaker.unprobed(now);
        }
        tell("probed: " + said, now);
    }

    void throttled(Outcome.Throttled throttled, Instant now) {
        breaker.park(now.plus(throttled.retryAfter()));
        tell(throttled.said(), now);
    }

    State state(Instant now) {
        watchHanging(now);
        State state = breaker.state(now);
        if (state != told) {
            tell("time has passed", now);
        }
        return state;
    }

    boolean admits(Instant now) {
        watchHanging(now);
        return breaker.admits(now);
    }

    boolean recovering() {
        return breaker.recovering();
    }

    boolean unreachable(Instant now) {
        return breaker.unreachable(now);
    }

    double share(Instant now) {
        return breaker.share(now);
    }

    private void watchHanging(Instant now) {
        if (running.size() < HANGING) {
            return;
        }
        Instant before = now.minus(overdue());
        long hanging = running.stream()
                .filter(e -> e.heard == null && e.began.isBefore(before))
                .count();
        if (hanging >= HANGING) {
            breaker.suspect();
            tell(hanging + " exchanges hang", now);
        }
    }

    /** How long its first byte may take before that speaks against it. */
    private Duration overdue() {
        Duration usual = Duration.ofNanos(3 * firstBytes.quantile(0.95, 0));
        return usual.compareTo(LEAST_OVERDUE) < 0 ? LEAST_OVERDUE : usual;
    }

    /** How long to wait for its first byte before another is asked as well. */
    Duration hedgeAfter() {
        boolean archive = traffic == Traffic.ARCHIVE;
        long least = Duration.ofMillis(archive ? 200 : 50).toNanos();
        long most = Duration.ofMillis(archive ? 2_000 : 1_000).toNanos();
        return Duration.ofNanos(Math.clamp(firstBytes.quantile(0.95, most), least, most));
    }

    /** A tenth of the bytes a second that it seldom falls below; 0 where that is not known. */
    long slowest() {
        return rates.quantile(0.1, 0) / 10;
    }

    /** What asking it costs: nanoseconds, by the requests that wait there already. */
    double cost(Instant now) {
        return cost.value(now) * (running.size() + 1);
    }

    int inFlight() {
        return running.size();
    }

    Instant asked() {
        return asked;
    }

    @Nullable
    Seen seen() {
        return seen;
    }

    Duration p95() {
        return Duration.ofNanos(firstBytes.quantile(0.95, 0));
    }

    private void tell(String why, Instant now) {
        Change change;
        synchronized (this) {
            State state = breaker.state(now);
            if (state == told) {
                return;
            }
            change = new Change(told, state, why);
            told = state;
            if (state == State.HEALTHY) {
                // How it was in its trouble says nothing of how it is now; its share grows slowly anyway.
                cost.forget();
            }
        }
        changes.accept(change);
    }
}
