package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A thousand clients that each want something else, again after a second, while every mirror is out; and then none is. */
final class Outage {
    private static final int CLIENTS = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Bench bench;
    private final Fault fault;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicLong last = new AtomicLong();

    Outage(Bench bench, Fault fault) {
        this.bench = bench;
        this.fault = fault;
    }

    Kept run() throws IOException, InterruptedException {
        int seconds = bench.lengthy() ? 30 : 8;
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0)) {
            Load.each(stage, Stock.metadata(1200), 4, bench.seed(), bench.patience(), bench.cell());
            stage.mirrors().forEach(mirror -> mirror.fault(fault));
            stage.mirrors().forEach(mirror -> mirror.log().clear());
            long start = System.nanoTime();
            Samples samples = new Samples();
            Thread crowd = Thread.ofPlatform().start(() -> crowd(stage, samples, start + LIMIT.toNanos()));
            LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
            long asked =
                    stage.mirrors().stream().mapToLong(m -> m.log().count()).sum();
            int wanted = tries.get();
            long healed = System.nanoTime();
            stage.mirrors().forEach(Mirror::heal);
            crowd.join();
            long memory = stage.server().kilobytes("VmHWM");
            Duration after = Duration.ofNanos(last.get() - healed);
            return verdict(samples, new Numbers(seconds, asked, wanted, after, memory));
        }
    }

    private record Numbers(int seconds, long asked, int wanted, Duration after, long memory) {}

    private Kept verdict(Samples samples, Numbers n) {
        long absent = samples.count(Client.End.ABSENT);
        // As many as clients ask, and what the retry budget has besides: a fifth, and ten a second.
        double most = 1.2 * n.wanted + 10.0 * n.seconds;
        boolean kept = served.get() == CLIENTS
                && absent == 0
                && n.after.toMillis() <= 5000
                && n.asked <= most
                && n.memory <= 300 * 1024;
        String measured = String.format(
                Locale.ROOT,
                "%s: %,d upstream requests/s for %,d from clients (at most %,.0f); %d × 404; %s; %d served, the last %.1f s after",
                fault.name().toLowerCase(Locale.ROOT),
                n.asked / n.seconds,
                n.wanted / n.seconds,
                most / n.seconds,
                absent,
                Table.mb(n.memory),
                served.get(),
                n.after.toMillis() / 1000.0);
        return new Kept(kept, measured, "");
    }

    private void crowd(Stage stage, Samples samples, long until) {
        try {
            Crowd.failures(CLIENTS, number -> {
                try (Client client = stage.client(bench.patience())) {
                    persist(client, Stock.metadata(number).get(2), samples, until);
                }
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a bench", e);
        }
    }

    private void persist(Client client, String path, Samples samples, long until) {
        while (System.nanoTime() - until < 0) {
            tries.incrementAndGet();
            Client.Told told = client.ask(path);
            samples.add(told);
            if (told.right()) {
                served.incrementAndGet();
                last.accumulateAndGet(System.nanoTime(), Math::max);
                return;
            }
            LockSupport.parkNanos(1_000_000_000L);
        }
    }

    static List<Fault> faults(boolean lengthy) {
        return lengthy ? List.of(Fault.STATUS_503, Fault.BLACK_HOLE, Fault.STALL) : List.of(Fault.STATUS_503);
    }
}
