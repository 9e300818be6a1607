package dev.breakwater.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of requests that wait for an answer of the engine, by client address over all event loops. Beyond {@link #ROOM}
 * the server refuses an address that has used its share, and beyond twice as many every address: so neither a greedy client
 * nor many waiting ones can block another. A share is an equal part for each waiting address; while there is room no address
 * is limited.
 */
final class WaitingRequests {
    /** The limit of waiting requests: each takes 10 KiB for headers and a thread's stack, with the longest headers 30. */
    static final int ROOM = 2048;

    private final int room;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byLine = new ConcurrentHashMap<>();

    WaitingRequests(int room) {
        this.room = room;
    }

    /** Adds a request of {@code line}, which must {@link #leave} later; false to refuse it. */
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
