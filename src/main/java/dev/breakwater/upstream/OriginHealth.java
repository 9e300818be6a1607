package dev.breakwater.upstream;

import dev.breakwater.event.CircuitState;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The health of one origin in one class of traffic: its breaker, response times and exchanges in flight.
 *
 * <p><b>What it is told.</b> Each exchange is a {@link TrackedExchange}: it begins, hears the head, gets parts of the body, waits,
 * and ends with an {@link Outcome}. {@link #judge} is the one place where an outcome counts for or against the origin.
 * Probes and verdicts on content come in by methods of their own, since they count differently: a good probe brings back an
 * origin that was silent, and never one that sent wrong content.
 *
 * <p><b>Silence.</b> The worst fault of a mirror is to say nothing, since that costs time, and a time-out would see it last. So the
 * health does not wait for an exchange to end: each time that the state is asked for, the exchanges in flight are looked at, and
 * one that stalls counts at once ({@link HealthListener#hangs} tells the other classes of traffic). An exchange that another
 * one made superfluous is {@code Abandoned}, which says nothing about the origin; but if it was given up late and without a byte
 * it counts as a hang, or else a mirror that is always slower than the others would look healthy for ever.
 *
 * <p><b>Old news.</b> Exchanges overlap, so what ends now may have begun before the origin recovered. What failed counts only if
 * nothing has gone well since it began, and a hang in the middle of a body only if no body as long has come since: a mirror
 * that answers small files and stalls in large ones must not clear itself by the small ones.
 *
 * <p><b>Threads.</b> An exchange is written by its own thread and read by all others, see {@link ExchangeProgress}. The
 * {@link Breaker} has its own lock. {@code told} and {@code givenUp} change under this object's lock; listeners are called outside it,
 * by the thread that saw the change.
 *
 * <p><b>Why not simpler.</b> A breaker that counts failures at the end of exchanges, as most libraries have it, takes five
 * time-outs of 30 s in turn to notice a mirror that hangs. A health check that asks now and then knows the check's path alone. Both
 * miss what this is for: the mirror that answers probes and metadata at once, and stalls in each zip.
 */
final class OriginHealth {
    /** A change of its state. */
    record StateChange(CircuitState from, CircuitState to, String why) {}

    /** Receives changes of an origin's health. */
    interface HealthListener {
        /** Its state has changed. */
        void changed(StateChange change);

        /** It stalls. */
        void hangs(Stall silence);

        /** Its reachability or its pace has changed. */
        void moved();
    }

    /** The last successful exchange: when it ended, and how many bytes it delivered. */
    private record LastAnswer(Instant at, long bytes) {}

    /** This many hanging exchanges make an origin suspect at once. */
    private static final int HANGING = 3;

    private static final Instant NEVER = Instant.MAX;

    private final Traffic traffic;
    private final ResponseTimes times;
    private final HealthListener listener;
    private final Breaker breaker = new Breaker();
    private final Set<TrackedExchange> running = ConcurrentHashMap.newKeySet();
    private CircuitState told = CircuitState.HEALTHY;
    private volatile Instant asked = Instant.MIN;
    private volatile LastAnswer answered = new LastAnswer(Instant.MIN, 0);
    private volatile @Nullable KnownContent seen;
    private volatile @Nullable KnownContent wanted;
    private volatile Duration firstByte = Duration.ofSeconds(10);

    /**
     * When the first exchange began that was cancelled late and without a byte, with no success since. No caller waits for it
     * any more, so it never becomes overdue itself; without this field each of five requests in turn would wait for the same
     * silence.
     */
    private volatile Instant givenUp = NEVER;

    OriginHealth(Traffic traffic, HealthListener listener) {
        this.traffic = traffic;
        this.times = new ResponseTimes(traffic);
        this.listener = listener;
    }

    /** One exchange under way. */
    final class TrackedExchange extends ExchangeProgress {
        private final Cancellation cancellation;

        private TrackedExchange(Instant began, Duration stall, Cancellation cancellation) {
            super(began, stall);
            this.cancellation = cancellation;
        }

        @Override
        void paceChanged() {
            listener.moved();
        }

        /** Records its end. */
        void end(Ask ask, Outcome outcome, long bytes, Instant now) {
            running.remove(this);
            if (!(outcome instanceof Outcome.Abandoned)) {
                measure(outcome, bytes, now);
            }
            boolean repeatable = ask.body() == null;
            wanted = repeatable ? KnownContent.of(ask, KnownContent.UNSEEN) : wanted;
            if (repeatable && outcome instanceof Outcome.Found(Head head, String said)) {
                KnownContent found = KnownContent.of(ask, head.total() >= 0 ? head.total() : head.from() + bytes);
                KnownContent before = seen;
                seen = before == null ? found : found.cheaper(before);
            }
            if (outcome instanceof Outcome.Abandoned && !hasHead() && !now.isBefore(began().plus(times.late()))) {
                givenUp(began());
            }
            Outcome counted = missed(outcome, now);
            if (hasHung() && counted instanceof Outcome.Found) {
                // It succeeded in the end: not a failure, but no reason to trust it more.
                breaker.onLateSuccess(now);
            } else {
                judge(counted, bytes, now);
            }
            boolean given = outcome instanceof Outcome.Abandoned && breaker.state(now) != CircuitState.HEALTHY;
            if (counted instanceof Outcome.Unavailable failed && (failed.hung() || given)) {
                hangs(new Stall(hasHead() ? silentSince(now) : began(), bytes, failed.said()), now);
            }
        }

        /** The failure of an exchange that was cancelled late without a byte or during a stall, as another origin answered. */
        private Outcome missed(Outcome outcome, Instant now) {
            // Cancelled after the origin recovered, it says only how it was before.
            if (!(outcome instanceof Outcome.Abandoned) || breaker.closedSince(began())) {
                return outcome;
            }
            if (hasHead()) {
                return stalls(now)
                        ? new Outcome.Unavailable("stalled while another upstream continued", true)
                        : outcome;
            }
            if (now.isBefore(began().plus(times.hedgeAfter()))) {
                return outcome;
            }
            return new Outcome.Unavailable(
                    "no answer while other upstreams answered", !now.isBefore(began().plus(overdue())));
        }

        private void measure(Outcome outcome, long bytes, Instant now) {
            Instant head = head();
            Instant answered = head == null ? now : head;
            Duration first = Duration.between(began(), answered);
            if (outcome instanceof Outcome.Unavailable) {
                times.failed(first, now);
            } else {
                times.answered(first, bytes, Duration.between(answered, now), now);
            }
        }
    }

    TrackedExchange begin(Instant now) {
        return begin(now, ResponseLimits.of(traffic), new Cancellation());
    }

    /** Starts an exchange that {@code cancellation} ends. */
    TrackedExchange begin(Instant now, ResponseLimits limits, Cancellation cancellation) {
        firstByte = limits.firstByte();
        TrackedExchange exchange = new TrackedExchange(now, limits.stall(), cancellation);
        running.add(exchange);
        asked = now;
        breaker.begin(now);
        return exchange;
    }

    private void judge(Outcome outcome, long bytes, Instant now) {
        switch (outcome) {
            case Outcome.Found f -> success(bytes, now);
            case Outcome.NotModified n -> success(bytes, now);
            case Outcome.Missing m when m.page() -> answered(bytes, now);
            case Outcome.Missing m -> success(bytes, now);
            case Outcome.Denied d -> breaker.onRefusal(now);
            case Outcome.Throttled t -> onThrottled(t, now);
            case Outcome.Unavailable u -> breaker.onFailure(now);
            case Outcome.Abandoned a -> {}
        }
        tell(outcome.said(), now);
    }

    private void success(long bytes, Instant now) {
        answered(bytes, now);
        breaker.onSuccess(bytes, now);
    }

    private synchronized void answered(long bytes, Instant now) {
        answered = new LastAnswer(now, bytes);
        givenUp = NEVER;
    }

    private synchronized void givenUp(Instant began) {
        if (!answeredSince(began)) {
            givenUp = earlier(givenUp, began);
        }
    }

    /** Makes it suspect, unless it has sent as much since. */
    void doubt(Stall silence, Instant now) {
        if (!outdated(silence)) {
            breaker.onHang(silence.after(), now);
            tell(silence.why(), now);
        }
    }

    private boolean outdated(Stall silence) {
        LastAnswer last = answered;
        return !last.at().isBefore(silence.since()) && last.bytes() >= silence.after();
    }

    private void hangs(Stall silence, Instant now) {
        if (!outdated(silence)) {
            doubt(silence, now);
            listener.hangs(silence);
        }
    }

    void onCorrupt(String why, Instant now) {
        breaker.onCorrupt(now);
        tell(why, now);
    }

    void onVerified(Instant now) {
        breaker.onVerified(now);
        tell("its content is correct again", now);
    }

    /** Records a successful probe of so many {@code bytes}. */
    void onProbeSuccess(long bytes, String said, Instant now) {
        answered(bytes, now);
        breaker.onProbeSuccess(bytes, now);
        tell("probed: " + said, now);
    }

    /** Records that the probe that began at {@code began} failed; ignored if an exchange succeeded since. */
    void onProbeFailure(String said, Instant began, Instant now) {
        if (!answeredSince(began)) {
            breaker.onProbeFailure(now);
            tell("probed: " + said, now);
            listener.moved();
        }
    }

    void onThrottled(Outcome.Throttled throttled, Instant now) {
        breaker.onThrottled(now.plus(throttled.retryAfter()));
        tell(throttled.said(), now);
    }

    CircuitState state(Instant now) {
        watchHanging(now);
        CircuitState state = breaker.state(now);
        if (state != told) {
            tell("wait time is over", now);
        }
        return state;
    }

    boolean admits(Instant now) {
        watchHanging(now);
        return breaker.admits(now);
    }

    /** Whether a good probe can close its circuit. */
    boolean probesHelp() {
        return breaker.probesHelp();
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

    /** Since when the oldest late exchange has been waiting; null if none is late. */
    @Nullable
    Instant lateSince(Instant now) {
        if (running.isEmpty()) {
            return null;
        }
        Instant late = now.minus(times.late());
        return running.stream()
                .filter(e -> !e.hasHead() && e.began().isBefore(late))
                .map(ExchangeProgress::began)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /**
     * When the first exchange under way becomes late, of those since {@code here}'s last answer; if there is none, when one
     * that begins now would be.
     */
    Instant lateAt(OriginHealth here, Instant now) {
        return running.stream()
                .filter(e -> !e.hasHead() && !here.answeredSince(e.began()))
                .map(ExchangeProgress::began)
                .min(Instant::compareTo)
                .orElse(now)
                .plus(times.late());
    }

    /** Whether an exchange has succeeded since then. */
    boolean answeredSince(Instant since) {
        return !answered.at().isBefore(since);
    }

    /**
     * Reports a stall: three late exchanges with hardly any success since, or one that is overdue, even if it was cancelled
     * meanwhile, with no success since. One that began before the last answer is only slow, and hides no other.
     */
    private void watchHanging(Instant now) {
        Instant silent = givenUp;
        if (running.isEmpty() && silent.equals(NEVER)) {
            return;
        }
        Instant late = now.minus(times.late());
        int hanging = 0;
        Instant first = NEVER;
        for (TrackedExchange exchange : running) {
            if (!exchange.hasHead() && exchange.began().isBefore(late) && !breaker.closedSince(exchange.began())) {
                hanging++;
                first = earlier(first, exchange.began());
                silent = answeredSince(exchange.began()) ? silent : earlier(silent, exchange.began());
            }
        }
        for (TrackedExchange exchange : running) {
            Stall silence = exchange.silence(now);
            if (silence != null) {
                hangs(silence, now);
            }
        }
        // If as many were answered since, it is busy, not dead.
        if (hanging >= HANGING && breaker.goodSince(first) < hanging) {
            breaker.onHang(0, now);
            tell(hanging + " requests hang", now);
        }
        if (silent.isBefore(now.minus(overdue())) && breaker.state(now) == CircuitState.HEALTHY) {
            hangs(new Stall(silent, 0, "a request hangs"), now);
        }
    }

    /** How long the first byte may take before that alone counts against it, whatever is usual. */
    private Duration overdue() {
        return times.overdue().compareTo(firstByte) < 0 ? times.overdue() : firstByte;
    }

    /** Whether the exchange that {@code cancellation} ends has stalled in the middle of a body. */
    boolean stalls(Cancellation cancellation, Instant now) {
        return running.stream().anyMatch(e -> e.cancellation == cancellation && e.stalls(now));
    }

    /** When that exchange stalls if no more of its body arrives; null if it has stalled, or no body is under way. */
    @Nullable
    Instant stallsAt(Cancellation cancellation, Instant now) {
        for (TrackedExchange exchange : running) {
            if (exchange.cancellation == cancellation) {
                return exchange.stallsAt(now);
            }
        }
        return null;
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    /** The cost of a request to it: nanoseconds, times the requests that wait there already. */
    double cost(Instant now) {
        return times.cost(now) * (running.size() + 1);
    }

    int inFlight() {
        return running.size();
    }

    Instant asked() {
        return asked;
    }

    @Nullable
    KnownContent seen() {
        return seen;
    }

    /** What was requested last, with or without success; null if nothing was. */
    @Nullable
    KnownContent wanted() {
        return wanted;
    }

    ResponseTimes times() {
        return times;
    }

    private void tell(String why, Instant now) {
        StateChange change;
        synchronized (this) {
            CircuitState state = breaker.state(now);
            if (state == told) {
                return;
            }
            change = new StateChange(told, state, why);
            told = state;
            if (state == CircuitState.HEALTHY) {
                // Its times during the failure say nothing about now; its share grows slowly anyway.
                times.forgetCost();
            }
        }
        listener.changed(change);
    }
}
