package dev.breakwater.http;

/**
 * The memory that clients share over all event loops: a connection lives on one loop, and a part for each loop would be too
 * little for it on a machine with many cores.
 *
 * @param answers of the answers that clients are slow to take, by address
 * @param strangers of what strangers send to pages, API and hooks while it is taken in, by address
 * @param known the same for callers that are known, by name, so that no stranger is in their way
 */
record Rooms(Shares answers, Shares strangers, Shares known) {
    static Rooms of(EdgeSettings.Limits limits) {
        return new Rooms(new Shares(limits.answers()), new Shares(limits.bodies()), new Shares(limits.bodies()));
    }
}
