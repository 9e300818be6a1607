package dev.breakwater.fetch;

import dev.breakwater.upstream.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * The state of one fetch's attempts, which decides about retries. Used by one thread. The rules:
 * <ul>
 *   <li>An origin that fails is asked twice, and a third time while the fetch is young or once a part of the body is here.
 *   <li>Content that has begun to arrive is not abandoned because every origin is slow at the moment: as soon as
 *       {@link #PROGRESS} more bytes are here than at the last count, all tries are counted anew.
 *   <li>An origin that has timed out is asked again only for the rest of what has arrived since.
 *   <li>A part that no origin can continue is discarded, and all are asked for the whole; an origin that fails at the whole
 *       after that, or has timed out, is not asked for it again.
 *   <li>Contradictions between origins start the content over at most {@link #TRIES} times.
 * </ul>
 */
final class ResumeState {
    static final int TRIES = 3;

    /** Less is not progress: an origin that always breaks off half-way through the rest delivers ever less. */
    private static final long PROGRESS = 16 * 1024;

    private static final Duration YOUNG = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Instant began;
    private final Set<Origin> failedAtWhole = new HashSet<>();
    private boolean askedForWhole;
    private long counted;
    private int contradictions;

    ResumeState(InstantSource clock) {
        this.clock = clock;
        this.began = clock.instant();
    }

    /** Whether more is here than at the last count. */
    boolean moreThanCounted(long arrived) {
        return arrived > counted;
    }

    /** Counts what is here. */
    void count(long arrived) {
        counted = arrived;
    }

    /** Whether so much more is here than at the last count that all tries are counted anew; counts it then. */
    boolean progressed(long arrived) {
        boolean enough = counted == 0 ? arrived > 0 : arrived >= counted + PROGRESS;
        counted = enough ? arrived : counted;
        return enough;
    }

    /** How often an origin may be asked. */
    int tries() {
        return young() || counted > 0 ? TRIES : TRIES - 1;
    }

    boolean young() {
        return clock.instant().isBefore(began.plus(YOUNG));
    }

    /** The content so far was discarded. */
    void restarted() {
        counted = 0;
    }

    /** All available origins are asked for the whole, since none can continue. */
    void askedForWhole() {
        askedForWhole = true;
    }

    /** An attempt at the whole has ended with {@code origin}; if all were asked for it, that was its chance. */
    void endedAtWhole(Origin origin) {
        if (askedForWhole) {
            failedAtWhole.add(origin);
        }
    }

    /** {@code origin} is not worth another attempt. */
    void hopeless(Origin origin) {
        failedAtWhole.add(origin);
    }

    /** Whether {@code origin} may still send the whole. */
    boolean maySendWhole(Origin origin) {
        return !failedAtWhole.contains(origin);
    }

    /** Counts a contradiction; returns whether there were few enough to start over. */
    boolean startsOver() {
        return ++contradictions <= TRIES;
    }

    /** Whether origins contradicted each other. */
    boolean contradicted() {
        return contradictions > 0;
    }
}
