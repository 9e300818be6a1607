package dev.breakwater.fetch;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Room for so many flights at once. What finds none waits: each client address has a line of its own, and the lines take
 * turns, so that an address that asks for a thousand things delays another by one flight a turn. An address alone may take
 * all the room. What the server fetches on its own account waits behind every client, has at most half the room, and is left
 * out where too much of it waits: it will be wanted again.
 *
 * <p>Only what clients and the server itself begin needs room. What a flight needs to go on does not: it would wait for
 * the room that the flight itself holds. There is little of it for each flight.
 */
final class Admission {
    /** So much of the server's own may wait. */
    static final int BEHIND = 256;

    /** Something that is to begin when there is room. */
    interface Departure {
        /**
         * Begins.
         *
         * @param over to be run when it has ended
         * @return false where it has begun already or is not wanted any more; then nothing was begun, and nothing will be run
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

        /** Leaves the line. Nothing happens where it has come to its turn. */
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

    /** Has room for {@code room} flights. */
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

    /** Begins {@code departure} when it is the turn of {@code line}, perhaps at once. */
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

    /** Begins {@code departure} when no client wants the room, perhaps at once; null where too much waits already. */
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

    /** The ticket whose turn it is, with room taken for it; null where there is no room, or nothing waits. */
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
