package dev.breakwater.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Clients that ask a server for many things, each as fast as it is answered. */
final class Load {
    private Load() {}

    /** Shares {@code paths} out among {@code clients}, in an order drawn from {@code seed}, until all were asked or {@code limit} is over. */
    static Samples each(Stage stage, List<String> paths, int clients, long seed, Duration patience, Duration limit)
            throws InterruptedException {
        List<String> shuffled = new ArrayList<>(paths);
        Collections.shuffle(shuffled, new Random(seed));
        Queue<String> left = new ConcurrentLinkedQueue<>(shuffled);
        long end = System.nanoTime() + limit.toNanos();
        return run(stage, clients, patience, client -> {
            String path = System.nanoTime() - end < 0 ? left.poll() : null;
            return path == null ? null : client.ask(path);
        });
    }

    /** Asks for {@code paths} over and over, all clients through, for as long as {@code time}. */
    static Samples again(Stage stage, List<String> paths, int clients, Duration patience, Duration time)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Iterator<String> round = new Round(paths);
        return run(stage, clients, patience, client -> System.nanoTime() - end < 0 ? client.ask(round.next()) : null);
    }

    /**
     * Asks for {@code paths}, each once, so many a second whatever the answers do, as long as there are clients that are
     * not waiting; until {@code until} says so, or all were asked.
     */
    static Samples paced(
            Stage stage, Queue<String> paths, int clients, int perSecond, Duration patience, BooleanSupplier until)
            throws InterruptedException {
        long start = System.nanoTime();
        long step = 1_000_000_000L / perSecond;
        AtomicLong turns = new AtomicLong();
        return run(stage, clients, patience, client -> {
            long due = start + turns.getAndIncrement() * step;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            String path = until.getAsBoolean() ? null : paths.poll();
            return path == null ? null : client.ask(path);
        });
    }

    /** What a client does next; null when it is done. */
    interface Turn {
        Client.@Nullable Told next(Client client);
    }

    static Samples run(Stage stage, int clients, Duration patience, Turn turn) throws InterruptedException {
        Samples samples = new Samples();
        Crowd.failures(clients, number -> {
            try (Client client = stage.client(patience)) {
                for (Client.Told told = turn.next(client); told != null; told = turn.next(client)) {
                    samples.add(told);
                }
            }
        });
        return samples;
    }

    /** Goes round for ever; any thread may take the next. */
    private static final class Round implements Iterator<String> {
        private final List<String> paths;
        private int at;

        Round(List<String> paths) {
            this.paths = paths;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public synchronized String next() {
            at = (at + 1) % paths.size();
            return paths.get(at);
        }
    }
}
