package dev.breakwater.fetch;

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
 * Keeps an outage from becoming a storm. While nobody in a chain is thought well of, asking is an attempt that the
 * retries' budget pays, an origin a retry. Who gets no permit is told what another has heard within the last second, or
 * waits until somebody who asks is told something: so nobody is refused without that somebody has asked.
 */
final class OutageLimiter {
    /** How long the word of one is good enough for others. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    /** How often it is looked for a permit, or an end of it, while another asks. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** After that many looks one asks whatever that costs. */
    private static final int LOOKS = 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private record Chain(Tiers origins, Traffic traffic) {}

    /** What was heard last of one chain: nothing failed where {@code trouble} is null. */
    private record Statement(FetchResult.@Nullable Failed trouble, Instant at) {}

    private static final class State {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private int asking;
        private volatile @Nullable Statement word;

        /** How many wait here or ask; changed only within the map, so that nothing is removed that is in use. */
        private int users;
    }

    private final ConcurrentMap<Chain, State> states = new ConcurrentHashMap<>();
    private final ExtraRequests extras;
    private final InstantSource clock;

    OutageLimiter(ExtraRequests extras, InstantSource clock) {
        this.extras = extras;
        this.clock = clock;
    }

    /**
     * What to say in place of asking; null where the caller is to ask, and to say what came of it by {@link #record}.
     *
     * @param over whether it has ended meanwhile, so that asking is free again
     */
    FetchResult.@Nullable Failed shortCircuit(Tiers origins, Traffic traffic, BooleanSupplier over)
            throws InterruptedException {
        Chain chain = new Chain(origins, traffic);
        State state = enter(chain);
        boolean asks = false;
        state.lock.lock();
        try {
            boolean permitted = extras.attempt(traffic, origins.all().size());
            for (int looks = 0; !permitted && looks < LOOKS && !over.getAsBoolean(); looks++) {
                Statement word = recent(state.word);
                if (word != null && word.trouble() != null) {
                    return word.trouble();
                }
                if (word != null || state.asking == 0) {
                    break;
                }
                // Not for ever: what the other asks for may need what this one asks for, as a record needs tiles.
                state.changed.awaitNanos(LOOK.toNanos());
                permitted = extras.attemptAgain(origins.all().size());
            }
            state.asking++;
            asks = true;
            return null;
        } finally {
            state.lock.unlock();
            if (!asks) {
                leave(chain);
            }
        }
    }

    private State enter(Chain chain) {
        if (!states.containsKey(chain)) {
            // A changed configuration has new chains: the old ones must not hold on to their origins.
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

    private @Nullable Statement recent(@Nullable Statement word) {
        return word != null && clock.instant().isBefore(word.at().plus(RECENT)) ? word : null;
    }

    /** Says what came of asking; null where that is unknown. */
    void record(Tiers origins, Traffic traffic, @Nullable FetchResult finding) {
        Chain chain = new Chain(origins, traffic);
        State state = states.get(chain);
        if (state == null) {
            return;
        }
        state.lock.lock();
        try {
            state.asking--;
            FetchResult.Failed trouble =
                    finding instanceof FetchResult.Failed(String why, Duration r, var said, boolean wrong) && !wrong
                            ? new FetchResult.Failed("every upstream is out; a moment ago: " + why, RETRY_AFTER, said)
                            : null;
            state.word = finding == null ? state.word : new Statement(trouble, clock.instant());
            state.changed.signalAll();
        } finally {
            state.lock.unlock();
            leave(chain);
        }
    }
}
