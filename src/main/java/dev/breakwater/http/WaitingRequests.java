package dev.breakwater.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that wait for what is not ready, counted by client address over all event loops. Beyond {@link #ROOM} an
 * address that has its share of the room already is turned away, and beyond twice as many every address: so a client that
 * asks for very much, or many that hold what they have, do not keep another from being heard. A share is what is left for
 * each if all who wait now have the same; while there is room no address is limited.
 */
final class WaitingRequests {
    /** What waits is a request, its headers and a thread's stack: 10 KiB each, with the longest headers 30. */
    static final int ROOM = 2048;

    private final int room;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byLine = new ConcurrentHashMap<>();

    WaitingRequests(int room) {
        this.room = room;
    }

    /** Takes in a request of {@code line}, which is to {@link #leave} then; false where it is to be turned away. */
    boolean enter(String line) {
        int before = all.getAndIncrement();
        int mine = byLine.merge(line, 1, Integer::sum);
        if (before < room || (before < 2 * room && mine <= Math.max(1, room / byLine.size()))) {
            return true;
        }
        leave(line);
        return false;
    }

    void leave(String line) {
        all.decrementAndGet();
        byLine.computeIfPresent(line, (_, n) -> n == 1 ? null : n - 1);
    }

    int size() {
        return all.get();
    }
}
