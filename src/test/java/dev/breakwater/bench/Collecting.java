package dev.breakwater.bench;

import dev.breakwater.store.StoreFill;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What hits notice of a collection: 100,000 entries, a tenth of which is asked for again and again at a fixed rate, while the
 * quota is lowered step by step and the rest goes. Windows with and without a collection take turns in one run; a time
 * counts from when the request was due, so that waiting for the one before counts too.
 */
public final class Collecting {
    private static final int CLIENTS = 16;
    private static final Duration OLD = Duration.ofDays(10);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Options options;
    private final int entries;
    private final int wanted;
    private final int rate;
    private final Duration window;
    private final List<Duration> without = new ArrayList<>();
    private final List<Duration> during = new ArrayList<>();
    private final AtomicLong wrong = new AtomicLong();

    private Collecting(Options options) {
        this.options = options;
        this.entries = options.number("--entries", 100_000);
        this.wanted = entries / 10;
        this.rate = options.number("--rate", 1_500);
        this.window = Duration.ofSeconds(options.number("--seconds", 10));
    }

    /** Runs it: {@code --entries 100000 --rate 1500 --seconds 10 --rounds 3}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new Collecting(Options.of(args)).run();
    }

    private void run() throws IOException, InterruptedException {
        int rounds = options.number("--rounds", 3);
        try (Mirror mirror = Mirror.serving(new Corpus())) {
            Setup setup = Setup.over(List.of(mirror.url()), mirror.caPem(), null);
            try (ServerProcess server = ServerProcess.start(options, setup, this::fill)) {
                warmUp(server);
                await(server, "breakwater_store_entries", entries);
                double all = metric(server, "breakwater_store_bytes");
                long quota = 0;
                for (int round = 1; round <= rounds; round++) {
                    without.addAll(load(server, () -> false, window));
                    quota = 1024 * (long) (all / 1024 * (rounds + 1 - round * 0.8) / (rounds + 1));
                    long most = quota;
                    server.configure("storage: {quota: " + quota / 1024 + "KiB}\n" + setup.config());
                    BooleanSupplier done = () -> metric(server, "breakwater_store_bytes") <= most;
                    during.addAll(load(server, new Rarely(done), LONGEST));
                    if (!done.getAsBoolean()) {
                        throw new IOException("still above " + quota + " bytes after " + LONGEST);
                    }
                }
                without.addAll(load(server, () -> false, window));
                print(server, mirror, quota);
            }
        }
    }

    private void fill(Path data) throws IOException {
        StoreFill.main(new String[] {data.toString(), Integer.toString(entries)});
        FileTime then = FileTime.from(InstantSource.system().instant().minus(OLD));
        try (Stream<Path> files = Files.walk(data.resolve("entries"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(then, then, null);
            }
        }
    }

    /** As {@link StoreFill} has them. */
    private static String path(int i) {
        return "/example.org/team" + i / 1_000 + "/module" + i / 10 + "/@v/v1." + i % 10 + ".0.info";
    }

    /** Everything that is wanted, once, so that it counts as used; then until the compilers are quiet. */
    private void warmUp(ServerProcess server) throws IOException, InterruptedException {
        try (RawHttp http = server.connect()) {
            for (int i = 0; i < wanted; i++) {
                Get.whole(http, server.path(path(i)));
            }
        }
        load(server, () -> false, window.multipliedBy(2));
    }

    /** Asks at the rate until {@code until} says so or {@code limit} is over; the times of all requests. */
    private List<Duration> load(ServerProcess server, BooleanSupplier until, Duration limit)
            throws InterruptedException {
        long start = System.nanoTime();
        long step = 1_000_000_000L / rate;
        AtomicLong turns = new AtomicLong();
        Queue<Duration> took = new ConcurrentLinkedQueue<>();
        int failures = Crowd.failures(CLIENTS, number -> {
            Random random = new Random(number);
            try (RawHttp http = server.connect()) {
                while (System.nanoTime() - start < limit.toNanos() && !until.getAsBoolean()) {
                    long due = start + turns.getAndIncrement() * step;
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    ask(http, server.path(path(random.nextInt(wanted))));
                    took.add(Duration.ofNanos(System.nanoTime() - due));
                }
            }
        });
        wrong.addAndGet(failures);
        return List.copyOf(took);
    }

    private void ask(RawHttp http, String path) throws IOException {
        RawHttp.Got got = http.ask("GET", path, OutputStream.nullOutputStream());
        if (got.status() != 200
                || got.end() != RawHttp.End.COMPLETE
                || !got.header("X-Breakwater").startsWith("hit")) {
            if (wrong.getAndIncrement() == 0) {
                System.err.println(path + ": " + got.status() + " " + got.end() + " " + got.header("X-Breakwater"));
            }
        }
    }

    private static double metric(ServerProcess server, String name) {
        try {
            return server.metric(name).orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(ServerProcess server, String name, double value) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (metric(server, name) != value) {
            if (System.nanoTime() > end) {
                throw new IOException(name + " is " + metric(server, name) + " and not " + value);
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Not asked by everybody at every turn: it costs the server something. */
    private static final class Rarely implements BooleanSupplier {
        private static final long EVERY = Duration.ofMillis(500).toNanos();

        private final BooleanSupplier real;
        private final AtomicLong next = new AtomicLong(System.nanoTime() + EVERY);
        private volatile boolean yes;

        Rarely(BooleanSupplier real) {
            this.real = real;
        }

        @Override
        public boolean getAsBoolean() {
            long due = next.get();
            if (!yes && System.nanoTime() - due > 0 && next.compareAndSet(due, System.nanoTime() + EVERY)) {
                yes = real.getAsBoolean();
            }
            return yes;
        }
    }

    private void print(ServerProcess server, Mirror mirror, long quota) throws IOException {
        long left = 0;
        try (Stream<Path> files = Files.walk(server.data().resolve("entries"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                left += Files.size(file);
            }
        }
        Table table = new Table("collection", "without", "during", "ratio", "goal");
        table.row(
                "hits asked for, " + rate + " a second",
                Integer.toString(without.size()),
                Integer.toString(during.size()),
                "",
                "");
        for (double percent : new double[] {50, 99, 99.9}) {
            Duration a = Samples.percentile(without, percent);
            Duration b = Samples.percentile(during, percent);
            table.row(
                    String.format(Locale.ROOT, "p%s", Double.toString(percent).replaceFirst("\\.0$", "")),
                    Table.ms(a),
                    Table.ms(b),
                    Table.ratio(b, a),
                    percent == 99 ? "≤ 1.5 ×" : "");
        }
        double gone = metric(server, "breakwater_store_collected_entries_total");
        table.row("entries of " + entries + " that went", "", String.format(Locale.ROOT, "%.0f", gone), "", "");
        table.row("requests that were no hit", "", Long.toString(wrong.get()), "", "0");
        table.row("requests to the mirror", "", Long.toString(mirror.log().count()), "", "0");
        table.row(
                "bytes left, of the quota",
                Long.toString(quota),
                Long.toString(left),
                String.format(Locale.ROOT, "%.3f ×", (double) left / quota),
                "≤ 1 ×");
        table.print();
    }
}
