package dev.breakwater.http;

/**
 * The memory that clients share over all event loops: a connection lives on one loop, and a part for each loop would be too
 * little for it on a machine with many cores.
 *
 * @param answers of the answers that clients are slow to take, by address
 * @param strangers of what strangers send to pages, API and hooks while it is taken in, by address
 * @param known the same for callers that are known, by name, so that no stranger is in their way
 */
record MemoryShares(FairShare answers, FairShare strangers, FairShare known) {
    static MemoryShares of(EdgeSettings.EdgeLimits limits) {
        return new MemoryShares(
                new FairShare(limits.answers()), new FairShare(limits.bodies()), new FairShare(limits.bodies()));
    }
}
