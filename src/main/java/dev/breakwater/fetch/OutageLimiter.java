package dev.breakwater.fetch;

import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A limiter of requests to upstreams during an outage. While no origin of a chain is healthy, a try costs the retries' budget,
 * one retry per origin. A request without a permit gets the result of another from the last second, or waits for one that is
 * under way: so a request fails only after some request has tried the upstreams.
 */
final class OutageLimiter {
    /** How long one result counts for other requests. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    /** After that time a request asks without a permit: the one it waits for may depend on it. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private record Chain(Tiers origins, Traffic traffic) {}

    /** The last result of one chain: a success if {@code trouble} is null. */
    private record Heard(FetchResult.@Nullable Failed trouble, Instant at) {}

    private static final class State {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private int asking;
        private long changes;
        private volatile @Nullable Heard word;

        /** How many requests wait or ask here; changed only within the map, so that no state in use is removed. */
        private int users;

        private void begin() {
            lock.lock();
            try {
                asking++;
            } finally {
                lock.unlock();
            }
        }

        /** Records the result of a request; null if there is none. */
        private void end(@Nullable Heard what) {
            lock.lock();
            try {
                asking--;
                word = what == null ? word : what;
                changes++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Begins if no other asks. */
        private boolean beginsAlone() {
            lock.lock();
            try {
                boolean alone = asking == 0;
                asking += alone ? 1 : 0;
                return alone;
            } finally {
                lock.unlock();
            }
        }

        private long changes() {
            lock.lock();
            try {
                return changes;
            } finally {
                lock.unlock();
            }
        }

        private void wake() {
            lock.lock();
            try {
                changes++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Waits for a change since {@code seen}, for at most {@code limit}; returns what is left of {@code left}. */
        private long await(long seen, Duration limit, long left) throws InterruptedException {
            long most = Math.min(limit.toNanos(), left);
            long rest = most;
            lock.lock();
            try {
                while (changes == seen && rest > 0) {
                    rest = changed.awaitNanos(rest);
                }
            } finally {
                lock.unlock();
            }
            return left - (most - rest);
        }
    }

    private final ConcurrentMap<Chain, State> states = new ConcurrentHashMap<>();
    private final ExtraRequests extras;
    private final Health health;
    private final InstantSource clock;

    OutageLimiter(ExtraRequests extras, Health health, InstantSource clock) {
        this.extras = extras;
        this.health = health;
        this.clock = clock;
    }

    /**
     * The answer in place of asking; null if the caller must ask, and then call {@link #record}.
     *
     * @param over whether the outage has ended meanwhile, so that asking is free again
     */
    FetchResult.@Nullable Failed shortCircuit(Tiers origins, Traffic traffic, BooleanSupplier over)
            throws InterruptedException {
        Chain chain = new Chain(origins, traffic);
        State state = enter(chain);
        boolean asks = false;
        try (Health.Watch _ = health.onChange(state::wake)) {
            FetchResult.Failed heard = null;
            if (extras.attempt(traffic, origins.all().size())) {
                state.begin();
            } else {
                heard = await(state, origins, over);
            }
            asks = heard == null;
            return heard;
        } finally {
            if (!asks) {
                leave(chain);
            }
        }
    }

    /** Waits for a permit, the end of the outage, or another request's result; non-null for the last, else the caller asks. */
    private FetchResult.@Nullable Failed await(State state, Tiers origins, BooleanSupplier over)
            throws InterruptedException {
        boolean permitted = false;
        for (long left = LONGEST.toNanos(); left > 0 && !permitted; ) {
            long changes = state.changes();
            // Without the lock: reading the health may notify watchers, this one among them.
            if (over.getAsBoolean()) {
                break;
            }
            Heard word = recent(state.word);
            if (word != null && word.trouble() != null) {
                return word.trouble();
            }
            if (word != null) {
                break;
            }
            if (state.beginsAlone()) {
                return null;
            }
            left = state.await(changes, extras.untilNext(), left);
            permitted = extras.attemptAgain(origins.all().size());
        }
        state.begin();
        return null;
    }

    private State enter(Chain chain) {
        if (!states.containsKey(chain)) {
            // A changed configuration has new chains: the old ones must not keep their origins in memory.
            states.keySet().forEach(each -> states.computeIfPresent(each, (_, state) -> idle(state) ? null : state));
        }
        return Objects.requireNonNull(states.compute(chain, (_, known) -> {
            State state = known == null ? new State() : known;
            state.users++;
            return state;
        }));
    }

    private void leave(Chain chain) {
        states.computeIfPresent(chain, (_, state) -> {
            state.users--;
            return state;
        });
    }

    private boolean idle(State state) {
        return state.users == 0 && recent(state.word) == null;
    }

    /** How many chains are known. */
    int chains() {
        return states.size();
    }

    private @Nullable Heard recent(@Nullable Heard word) {
        return word != null && clock.instant().isBefore(word.at().plus(RECENT)) ? word : null;
    }

    /** Records the result of asking; null if unknown. */
    void record(Tiers origins, Traffic traffic, @Nullable FetchResult result) {
        Chain chain = new Chain(origins, traffic);
        State state = states.get(chain);
        if (state == null) {
            return;
        }
        FetchResult.Failed trouble =
                result instanceof FetchResult.Failed(String why, Duration _, var said, boolean wrong) && !wrong
                        ? new FetchResult.Failed("all upstreams are down; a moment ago: " + why, RETRY_AFTER, said)
                        : null;
        state.end(result == null ? null : new Heard(trouble, clock.instant()));
        leave(chain);
    }
}
