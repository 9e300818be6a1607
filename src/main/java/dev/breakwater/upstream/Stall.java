package dev.breakwater.upstream;

import java.time.Instant;

/**
 * A stall of an origin.
 *
 * @param since it has been silent, or as good as silent, in one exchange
 * @param after so many bytes of a body: an origin that stalls in bodies may still be fast with small ones
 * @param why for people
 */
record Stall(Instant since, long after, String why) {
    /** What a probe of an archive brings: who sends that much at once is not silent any more. */
    private static final long ENOUGH = Probes.TAIL;

    /** The same where it fell silent in another class of traffic, whose bodies may all be small. */
    private static final long ENOUGH_ELSEWHERE = 256;

    Stall {
        after = Math.min(after, ENOUGH);
    }

    /** What it means in other classes than {@code traffic}. */
    Stall outside(Traffic traffic) {
        return new Stall(since, Math.min(after, ENOUGH_ELSEWHERE), traffic.label() + " hangs: " + why);
    }
}
