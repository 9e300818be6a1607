package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Whether what is quick stays quick while something else is slow. */
final class Isolation {
    private static final int STUCK = 64;
    private static final int ARCHIVES = 16;
    private static final long SIXTY = 60_000_000;

    /** Bytes a second of a line of 1 Gbit/s, which the archives share. */
    private static final int LINE = 125_000_000;

    private final Bench bench;

    Isolation(Bench bench) {
        this.bench = bench;
    }

    /** Hits while 64 requests hang, against hits before and after that. */
    Kept hits() throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(bench.lengthy() ? 20 : 3);
        List<String> held = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> held.addAll(Stock.metadata(i)));
        try (Stage stage = Stage.open(bench, it -> it)) {
            Load.each(stage, held, 4, bench.seed(), bench.patience(), bench.cell());
            Load.again(stage, held, 4, bench.patience(), time.multipliedBy(2));
            Samples before = Load.again(stage, held, 4, bench.patience(), time);
            AtomicBoolean over = new AtomicBoolean();
            stage.mirrors().forEach(mirror -> mirror.fault(Fault.BLACK_HOLE));
            Thread stuck = hang(stage, over);
            Samples during = Load.again(stage, held, 4, bench.patience(), time);
            over.set(true);
            stage.mirrors().forEach(Mirror::heal);
            stuck.join();
            Samples after = Load.again(stage, held, 4, bench.patience(), time);
            Samples well = new Samples();
            well.addAll(before.all());
            well.addAll(after.all());
            double ratio = Kept.ratio(during.percentile(99), well.percentile(99));
            return new Kept(
                    ratio <= 1.2 && during.success() == 100,
                    Kept.times(ratio) + " (" + Table.ms(well.percentile(99)) + " → " + Table.ms(during.percentile(99))
                            + ", " + during.count() + " hits)",
                    during.complaints());
        }
    }

    /** Clients that always wait for something no mirror answers. */
    private Thread hang(Stage stage, AtomicBoolean over) {
        AtomicInteger next = new AtomicInteger(100);
        return Thread.ofPlatform().start(() -> {
            try {
                Crowd.failures(STUCK, number -> {
                    try (Client client = stage.client(bench.patience())) {
                        while (!over.get()) {
                            int module = next.getAndIncrement() % bench.stock().small();
                            client.ask("/" + Stock.smallName(module) + "/@v/v1.0.0.zip");
                        }
                    }
                });
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a bench", e);
            }
        });
    }

    /** What metadata took before and while archives were verified. */
    private record Beside(Samples alone, Samples during, int failed) {
        double ratio() {
            return Kept.ratio(during.percentile(99), alone.percentile(99));
        }

        boolean right() {
            return failed == 0 && during.success() == 100;
        }

        String words() {
            return Kept.times(ratio()) + " (" + Kept.ms(alone.percentile(99)) + " → " + Kept.ms(during.percentile(99))
                    + ", " + during.count() + " misses)" + (failed == 0 ? "" : ", " + failed + " downloads failed")
                    + (right() ? "" : " " + during.complaints());
        }
    }

    /**
     * First requests for metadata while 16 archives of 60 MB arrive and are verified, against the same without them. They
     * arrive as over a line of 1 Gbit/s: as fast as loopback goes, the mirrors and clients that share the server's cores
     * have none left for metadata themselves, so that what is measured then is the bench as well; it is told beside.
     */
    Kept verifying() throws IOException, InterruptedException {
        Beside line = verifying(it -> it.throttle(LINE / ARCHIVES));
        Beside loopback = verifying(it -> it);
        return new Kept(
                line.ratio() <= 2 && line.right(),
                line.words(),
                "as fast as loopback goes, with mirrors and clients on the same cores: " + loopback.words());
    }

    private Beside verifying(UnaryOperator<MirrorSettings> pace) throws IOException, InterruptedException {
        List<String> huge = bench.stock().huge(ARCHIVES, SIXTY);
        try (Stage stage = Stage.open(bench, pace)) {
            Queue<String> paths = new ConcurrentLinkedQueue<>();
            IntStream.range(0, 1400).forEach(i -> paths.addAll(Stock.metadata(i)));
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            Load.paced(stage, paths, 32, 40, bench.patience(), () -> System.nanoTime() - end > 0);
            long enough = System.nanoTime()
                    + Duration.ofSeconds(bench.lengthy() ? 20 : 4).toNanos();
            Samples alone = Load.paced(stage, paths, 32, 40, bench.patience(), () -> System.nanoTime() - enough > 0);
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger failed = new AtomicInteger();
            Thread downloads = Thread.ofPlatform().start(() -> failed.set(download(stage, huge, done)));
            Samples during = Load.paced(stage, paths, 32, 40, bench.patience(), done::get);
            downloads.join();
            return new Beside(alone, during, failed.get());
        }
    }

    private static int download(Stage stage, List<String> huge, AtomicBoolean done) {
        try {
            return Crowd.failures(huge.size(), number -> {
                try (RawHttp http = stage.server().connect()) {
                    String path = stage.server().path(huge.get(number));
                    RawHttp.Got got = http.ask("GET", path, OutputStream.nullOutputStream());
                    if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE) {
                        throw new IOException(path + ": " + got.status() + " " + got.end());
                    }
                }
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a bench", e);
        } finally {
            done.set(true);
        }
    }
}
