package dev.breakwater.fetch;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The limit of concurrent flights. Beyond it flights wait: each client address has its own line, and the lines take turns, so
 * that an address with a thousand requests delays another by one flight a turn. A single address may take all the capacity.
 * The server's own fetches wait behind every client, get at most half the capacity, and are skipped if too many of them wait:
 * they are tried again later.
 *
 * <p>Only flights of clients and of the server itself count. A flight that another flight needs does not: it would wait for
 * the place that the other one holds. There are few of these per flight.
 */
final class Admission {
    /** How many of the server's own flights may wait. */
    static final int BEHIND = 256;

    /** A flight that starts when there is room. */
    interface Departure {
        /**
         * Starts it.
         *
         * @param over the caller must run this at its end
         * @return false if it has already started or is no longer needed; then nothing starts, and {@code over} is not run
         */
        boolean begin(Runnable over);
    }

    /** A place in a line. */
    final class Ticket {
        private final Departure departure;
        private final @Nullable String line;

        private Ticket(Departure departure, @Nullable String line) {
            this.departure = departure;
            this.line = line;
        }

        /** Leaves the line. Does nothing if its turn has come. */
        void withdraw() {
            lock.lock();
            try {
                if (line == null) {
                    behind.remove(this);
                    return;
                }
                SequencedSet<Ticket> others = lines.get(line);
                if (others != null && others.remove(this)) {
                    waiting--;
                    if (others.isEmpty()) {
                        lines.remove(line);
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private final int room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, SequencedSet<Ticket>> lines = new LinkedHashMap<>();
    private final SequencedSet<Ticket> behind = new LinkedHashSet<>();
    private int waiting;
    private int taken;
    private int takenBehind;

    /** Allows {@code room} flights at once. */
    Admission(int room) {
        this.room = room;
    }

    /** How many clients wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Starts {@code departure} when it is the turn of {@code line}, perhaps at once. */
    Ticket enter(String line, Departure departure) {
        Ticket ticket = new Ticket(departure, line);
        lock.lock();
        try {
            lines.computeIfAbsent(line, _ -> new LinkedHashSet<>()).add(ticket);
            waiting++;
        } finally {
            lock.unlock();
        }
        admit();
        return ticket;
    }

    /** Starts {@code departure} when no client needs the room, perhaps at once; null if too many wait already. */
    @Nullable
    Ticket enterBehind(Departure departure) {
        Ticket ticket = new Ticket(departure, null);
        lock.lock();
        try {
            if (behind.size() >= BEHIND) {
                return null;
            }
            behind.add(ticket);
        } finally {
            lock.unlock();
        }
        admit();
        return ticket;
    }

    private void admit() {
        for (Ticket next = take(); next != null; next = take()) {
            boolean own = next.line == null;
            if (!next.departure.begin(() -> over(own))) {
                giveBack(own);
            }
        }
    }

    private void over(boolean own) {
        giveBack(own);
        admit();
    }

    private void giveBack(boolean own) {
        lock.lock();
        try {
            taken--;
            takenBehind -= own ? 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /** The ticket whose turn it is, with room taken for it; null if there is no room, or nothing waits. */
    private @Nullable Ticket take() {
        lock.lock();
        try {
            if (taken >= room) {
                return null;
            }
            Ticket next = lines.isEmpty() ? nextBehind() : nextInLine();
            taken += next == null ? 0 : 1;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private Ticket nextInLine() {
        Map.Entry<String, SequencedSet<Ticket>> first =
                lines.entrySet().iterator().next();
        SequencedSet<Ticket> line = first.getValue();
        Ticket next = line.removeFirst();
        waiting--;
        lines.remove(first.getKey());
        if (!line.isEmpty()) {
            lines.put(first.getKey(), line);
        }
        return next;
    }

    private @Nullable Ticket nextBehind() {
        if (behind.isEmpty() || takenBehind >= Math.max(1, room / 2)) {
            return null;
        }
        takenBehind++;
        return behind.removeFirst();
    }
}
