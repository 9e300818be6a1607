package dev.breakwater.bench;

import dev.breakwater.testing.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Faults that come and go as drawn from the seed, one mirror at a time, under requests and cold builds. */
final class Schedule {
    private final Bench bench;
    private final SplittableRandom random;
    private final List<Breakage> faults;

    Schedule(Bench bench) {
        this.bench = bench;
        this.random = new SplittableRandom(bench.seed());
        this.faults = Breakage.ALL.stream()
                .filter(it -> !it.nowhere() && (bench.tls() || !it.tls()))
                .toList();
    }

    Kept run() throws IOException, InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds(bench.lengthy() ? 600 : 20).toNanos();
        Queue<String> paths = new ConcurrentLinkedQueue<>();
        IntStream.range(0, bench.stock().small() - 10).forEach(i -> paths.addAll(Stock.metadata(i)));
        List<Build.Ran> builds = new ArrayList<>();
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0)) {
            Thread weather = Thread.ofPlatform().start(() -> weather(stage, end));
            Thread builder = Thread.ofPlatform().start(() -> build(stage, builds, end));
            Samples all = Load.paced(
                    stage, paths, 64, bench.lengthy() ? 5 : 40, bench.patience(), () -> System.nanoTime() - end > 0);
            weather.join();
            builder.join();
            long passed = builds.stream().filter(Build.Ran::passed).count();
            return new Kept(
                    all.success() == 100 && passed == builds.size(),
                    Samples.percent(all.success()) + " of " + all.count() + "; " + passed + " of " + builds.size()
                            + " cold builds",
                    all.complaints() + builds.stream().map(Build.Ran::said).reduce("", String::concat));
        }
    }

    private void weather(Stage stage, long end) {
        while (System.nanoTime() - end < 0) {
            Mirror mirror = stage.mirror(random.nextInt(Stage.MIRRORS));
            faults.get(random.nextInt(faults.size())).onto().accept(mirror);
            LockSupport.parkNanos(random.nextLong(500_000_000L, 3_000_000_000L));
            mirror.heal();
            LockSupport.parkNanos(random.nextLong(100_000_000L, 1_000_000_000L));
        }
    }

    private void build(Stage stage, List<Build.Ran> builds, long end) {
        while (System.nanoTime() - end < 0) {
            try (Stage cold = stage.another();
                    Build build = Build.of(bench, cold)) {
                builds.add(build.download());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("a build could not be started", e);
            }
        }
    }
}
