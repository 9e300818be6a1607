package dev.breakwater.http;

/**
 * The memory that clients share over all event loops: a connection lives on one loop, and a part per loop would be too small
 * on a machine with many cores.
 *
 * @param answers for answers that clients are slow to read, by address
 * @param strangers for bodies that anonymous callers send to pages, API and hooks, by address
 * @param known the same for authenticated callers, by name, so that anonymous ones can't block them
 */
record MemoryShares(FairShare answers, FairShare strangers, FairShare known) {
    static MemoryShares of(EdgeSettings.EdgeLimits limits) {
        return new MemoryShares(
                new FairShare(limits.answers()), new FairShare(limits.bodies()), new FairShare(limits.bodies()));
    }
}
