package dev.breakwater.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The clients that read server-sent events at the moment. Safe for many threads. */
final class Streams {
    private static final int MOST = 1_000;

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    /** Whether there is room for another. */
    boolean room() {
        open.removeIf(EventStream::gone);
        return open.size() < MOST;
    }

    void add(EventStream stream) {
        open.add(stream);
    }

    /** Ends them all, so that nobody waits for what never ends. */
    void close() {
        open.forEach(EventStream::end);
    }
}
