package dev.breakwater.http;

import java.util.HashMap;
import java.util.Map;

/**
 * A capacity that clients share fairly: each address may hold as much as is still free, and no more. A single one gets half,
 * two greedy ones a third each: there is always room for one more. Thread-safe: all event loops share one.
 */
public final class FairShare {
    private final long most;
    private final Map<String, Long> held = new HashMap<>();
    private long taken;

    /** A capacity of {@code most} in all. */
    public FairShare(long most) {
        this.most = most;
    }

    /** Takes {@code amount} for {@code client}, if its share allows that. */
    public synchronized boolean take(String client, long amount) {
        long now = held.getOrDefault(client, 0L) + amount;
        if (now > most - taken - amount) {
            return false;
        }
        held.put(client, now);
        taken += amount;
        return true;
    }

    /** Releases what was taken. */
    public synchronized void give(String client, long amount) {
        taken -= amount;
        held.computeIfPresent(client, (_, now) -> now == amount ? null : now - amount);
    }
}
