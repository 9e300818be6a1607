package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Recent request statistics by repository. Not counted: this server's own pages, and requests refused before their repository
 * was known.
 *
 * <p>A request costs a few additions to counters that only ever grow ({@link Tally}). The first request of a new second, and
 * each read, move new counts into the windows; so each request is in exactly one part of each window, and the windows' sums are
 * those of the counters.
 */
public final class Figures implements Events {
    private final ConcurrentMap<String, RepositoryFigures> shelves = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private volatile long second = Long.MIN_VALUE;

    /** Starts empty. */
    public Figures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void publish(Event event) {
        if (!(event instanceof Event.Served served) || served.repository().equals("-")) {
            return;
        }
        long millis = clock.millis();
        // earlier requests belong to the second that has just ended; if another thread moves them already, go on
        if (Math.floorDiv(millis, 1000L) != second && lock.tryLock()) {
            try {
                settle(millis);
            } finally {
                lock.unlock();
            }
        }
        RepositoryFigures shelf = shelves.get(served.repository());
        if (shelf == null) {
            shelf = shelves.computeIfAbsent(served.repository(), name -> new RepositoryFigures(millis));
        }
        shelf.tally().count(served);
    }

    /** Moves the counts into the current parts, and then makes those of {@code millis} current. */
    private void settle(long millis) {
        shelves.values().forEach(shelf -> shelf.settle(millis));
        second = Math.floorDiv(millis, 1000L);
    }

    /** The repositories that have had a request since the start, sorted. */
    public List<String> repositories() {
        return shelves.keySet().stream().sorted().toList();
    }

    /** All repositories together within {@code window}. */
    public RequestFigures all(Window window) {
        return of(window, "");
    }

    /** The repository of that name within {@code window}; zeros if it has had no request. */
    public RequestFigures of(Window window, String repository) {
        long millis = clock.millis();
        WindowSlots empty = new WindowSlots(window, millis);
        long[][] sums = new long[Window.POINTS][Tally.CELLS];
        lock.lock();
        try {
            settle(millis);
            shelves.forEach((name, shelf) -> {
                if (repository.isEmpty() || repository.equals(name)) {
                    shelf.addTo(window, sums);
                }
            });
        } finally {
            lock.unlock();
        }
        Instant from = Instant.ofEpochMilli(empty.from());
        return new Summary(window, repository, from, sums).until(Instant.ofEpochMilli(millis));
    }
}
