package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One server under a steady stream of requests for metadata nobody asked for before, while its first mirror dies and comes
 * back: how long clients notice the one, and how long the server the other.
 */
final class Dead {
    private static final Duration HEALING = Duration.ofSeconds(20);

    private final Bench bench;
    private final Fault fault;
    private final Stage stage;
    private final Queue<String> paths = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private Dead(Bench bench, Fault fault, Stage stage) {
        this.bench = bench;
        this.fault = fault;
        this.stage = stage;
        for (int i = 0; i < bench.stock().small(); i++) {
            paths.addAll(Stock.metadata(i));
        }
    }

    /**
     * What came of it.
     *
     * @param later what started a second after it died or later
     * @param out from its death to the start of the last request that had to wait for it
     * @param waited those that had to, one a line: so many milliseconds after its death, for what, how long
     * @param back from its healing to the first real request it got; a probe asks for what is known
     */
    record Course(
            Fault fault,
            Samples healthy,
            Samples later,
            Duration out,
            List<String> waited,
            Duration back,
            OptionalDouble hedged) {
        double ratio() {
            return Kept.ratio(later.percentile(99), healthy.percentile(99));
        }

        boolean right() {
            return healthy.success() == 100 && later.success() == 100;
        }

        String ratioText() {
            return word() + " " + Kept.times(ratio()) + " (" + Kept.ms(healthy.percentile(99)) + " → "
                    + Kept.ms(later.percentile(99)) + ")";
        }

        String word() {
            return fault.name().toLowerCase(Locale.ROOT);
        }
    }

    static Course of(Bench bench, Fault fault) throws IOException, InterruptedException {
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0)) {
            return new Dead(bench, fault, stage).run();
        }
    }

    /** How many were granted so far: a count that is 0 is not among our metrics yet. Below 0 for a server that does not count them. */
    private double hedges() throws IOException {
        OptionalDouble counts = stage.server().metric("breakwater_upstream_requests_total");
        return stage.server()
                .metric("breakwater_extra_requests_total", "granted=\"true\"", "why=\"hedge\"")
                .orElse(counts.isPresent() ? 0 : -1);
    }

    private Course run() throws IOException, InterruptedException {
        List<Samples> all = new ArrayList<>();
        Thread load = Thread.ofPlatform().start(() -> all.add(load(() -> over)));
        pause(2);
        long healthy = System.nanoTime();
        pause(bench.lengthy() ? 20 : 4);
        double hedges = hedges();
        double before = asked();
        long died = System.nanoTime();
        stage.mirror(0).fault(fault);
        pause(bench.lengthy() ? 20 : 5);
        OptionalDouble hedged = hedges < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(100 * (hedges() - hedges) / Math.max(1, asked() - before));
        long healed = System.nanoTime();
        Duration back = heal();
        over = true;
        load.join();
        Samples samples = all.getFirst();
        Samples well = samples.started(healthy, died);
        Samples dying = samples.started(died, healed);
        Samples later = samples.started(died + 1_000_000_000L, healed);
        List<Client.Told> waited = waited(dying, well);
        Duration out = waited.stream()
                .map(told -> after(died, told))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Course(fault, well, later, out, words(waited, died), back, hedged);
    }

    private double asked() throws IOException {
        return stage.server().metric("breakwater_upstream_requests_total").orElse(0);
    }

    private Samples load(BooleanSupplier until) {
        try {
            return Load.paced(stage, paths, 64, 40, bench.patience(), until);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a bench", e);
        }
    }

    /** Waiting for it means: not right, or 100 ms longer than what 99 of a hundred took before. */
    private static List<Client.Told> waited(Samples dying, Samples well) {
        Duration usual = well.percentile(99).plusMillis(100);
        return dying.all().stream()
                .filter(told -> !told.right() || told.took().compareTo(usual) > 0)
                .sorted(Comparator.comparingLong(Client.Told::started))
                .toList();
    }

    private static Duration after(long died, Client.Told told) {
        return Duration.ofNanos(told.started() - died);
    }

    private static List<String> words(List<Client.Told> waited, long died) {
        return waited.stream()
                .map(told -> Kept.ms(after(died, told)) + " " + told.path() + " " + told.status() + " in "
                        + Kept.ms(told.took()))
                .toList();
    }

    private Duration heal() {
        Mirror mirror = stage.mirror(0);
        mirror.log().clear();
        // What is still unasked now, nobody but a client's own request can ask for; a little later for what is under
        // way.
        List<String> fresh = List.copyOf(paths).stream().skip(60).toList();
        mirror.heal();
        long start = System.nanoTime();
        while (System.nanoTime() - start < HEALING.toNanos()) {
            if (fresh.stream().anyMatch(path -> mirror.log().count(path) > 0)) {
                break;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
