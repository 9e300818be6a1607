package dev.breakwater.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Room that is shared by clients: each address may hold as much as is still free, and no more. One alone gets half, two that
 * want all get a third each: whatever some take, there is room for one more. Safe for many threads: all event loops share one.
 */
public final class FairShare {
    private final long most;
    private final Map<String, Long> held = new HashMap<>();
    private long taken;

    /** Of {@code most} in all. */
    public FairShare(long most) {
        this.most = most;
    }

    /** Takes {@code amount} for {@code client}, if that may have it. */
    public synchronized boolean take(String client, long amount) {
        long now = held.getOrDefault(client, 0L) + amount;
        if (now > most - taken - amount) {
            return false;
        }
        held.put(client, now);
        taken += amount;
        return true;
    }

    /** Gives back what was taken. */
    public synchronized void give(String client, long amount) {
        taken -= amount;
        held.computeIfPresent(client, (_, now) -> now == amount ? null : now - amount);
    }
}
