package dev.breakwater.upstream;

import java.time.Instant;

/**
 * A stall of an origin.
 *
 * @param since when one exchange became silent or too slow
 * @param after how many bytes of the body: an origin that stalls in bodies may still be fast with small ones
 * @param why the reason, as text for an operator
 */
record Stall(Instant since, long after, String why) {
    /** The bytes of an archive's probe: an origin that sends them at once no longer stalls. */
    private static final long ENOUGH = Probes.TAIL;

    /** The same for a stall in another class of traffic, whose bodies may all be small. */
    private static final long ENOUGH_ELSEWHERE = 256;

    Stall {
        after = Math.min(after, ENOUGH);
    }

    /** The stall as it counts in classes other than {@code traffic}. */
    Stall outside(Traffic traffic) {
        return new Stall(since, Math.min(after, ENOUGH_ELSEWHERE), traffic.label() + " hangs: " + why);
    }
}
