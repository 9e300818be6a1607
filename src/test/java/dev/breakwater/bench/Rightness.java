package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** What is told about what exists: the newest versions, and what does not exist at all. */
final class Rightness {
    private static final int MODULES = 30;
    private static final List<Fault> GONE = List.of(Fault.REFUSED, Fault.BLACK_HOLE, Fault.SLOW_HEADERS);

    private final Bench bench;

    Rightness(Bench bench) {
        this.bench = bench;
    }

    /** Each of the mirrors in turn has lists without the newest version. */
    Kept newest() throws IOException, InterruptedException {
        Samples all = new Samples();
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0)) {
            for (int stale = 0; stale < Stage.MIRRORS; stale++) {
                stage.mirror(stale).fault(Fault.STALE_LIST);
                List<String> paths = new ArrayList<>();
                for (int i = stale * MODULES; i < (stale + 1) * MODULES; i++) {
                    paths.addAll(Stock.metadata(i).subList(0, 2));
                }
                all.addAll(Load.each(stage, paths, 4, bench.seed(), bench.patience(), bench.cell())
                        .all());
                stage.mirror(stale).heal();
            }
        }
        return new Kept(
                all.success() == 100,
                Samples.percent(all.success()) + " of " + all.count() + " lists and latests",
                all.complaints());
    }

    /** Names that nobody has, while one and while two mirrors are gone or slow. */
    Kept absent() throws IOException, InterruptedException {
        Samples cold = new Samples();
        Samples again = new Samples();
        for (Fault fault : GONE) {
            for (int broken = 1; broken <= 2; broken++) {
                absent(fault, broken, cold, again);
            }
        }
        long honest = cold.count(Client.End.ABSENT) + again.count(Client.End.ABSENT);
        int asked = cold.count() + again.count();
        Duration first = cold.percentile(99);
        Duration second = again.percentile(99);
        return new Kept(
                honest == asked && first.toMillis() <= 6000 && second.toMillis() <= 50,
                honest + " of " + asked + ", p99 " + Kept.ms(first) + " cold, " + Kept.ms(second) + " again",
                cold.complaints(Client.End.ABSENT) + " " + again.complaints(Client.End.ABSENT));
    }

    private void absent(Fault fault, int broken, Samples cold, Samples again) throws IOException, InterruptedException {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "/nobody.test/" + fault.name().toLowerCase(Locale.ROOT) + broken + "x" + i;
            paths.addAll(List.of(name + "/@v/list", name + "/@latest", name + "/@v/v1.0.0.info"));
        }
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0)) {
            stage.mirrors().subList(0, broken).forEach(mirror -> mirror.fault(fault));
            cold.addAll(Load.each(stage, paths, 4, bench.seed(), bench.patience(), bench.cell())
                    .all());
            again.addAll(Load.each(stage, paths, 4, bench.seed(), bench.patience(), bench.cell())
                    .all());
        }
    }

    /** A version that appears on the mirrors of a module whose list was asked for just now, or five minutes ago. */
    Kept fresh() throws IOException {
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0);
                Client client = stage.client(bench.patience())) {
            Duration now = visible(client, bench.stock().small() - 1, Duration.ZERO);
            if (!bench.lengthy()) {
                return new Kept(
                        now.toSeconds() <= 61, Kept.ms(now), "a list of five minutes ago: only in the long run");
            }
            Duration later = visible(client, bench.stock().small() - 2, Duration.ofMinutes(5));
            return new Kept(
                    now.toSeconds() <= 61 && later.toSeconds() <= 61,
                    Kept.ms(now) + "; of a list of five minutes ago " + Kept.ms(later),
                    "");
        }
    }

    private Duration visible(Client client, int module, Duration age) {
        List<String> paths = Stock.metadata(module).subList(0, 2);
        paths.forEach(client::ask);
        LockSupport.parkNanos(age.toNanos());
        bench.stock().publish(Stock.smallName(module), "v1.2.0", bench.seed());
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(90).toNanos();
        while (System.nanoTime() < end
                && !paths.stream().allMatch(path -> client.ask(path).right())) {
            LockSupport.parkNanos(250_000_000L);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Where every concurrency limit is one, a mirror stalls in every zip, and everybody wants everything at once. */
    Kept limits() throws IOException, InterruptedException {
        String lines = bench.options().text("--limits", "");
        if (lines.isEmpty()) {
            return new Kept(false, "not measured", "--limits 'key: 1' names the limits");
        }
        List<String> paths = new ArrayList<>();
        IntStream.range(0, 60).forEach(i -> {
            paths.addAll(Stock.metadata(i));
            paths.add("/" + Stock.smallName(i) + "/@v/v1.0.0.zip");
            paths.add("/sumdb/" + Stock.DATABASE + "/lookup/" + Stock.smallName(i) + "@v1.1.0");
        });
        paths.add("/" + Stock.largeName(0) + "/@v/v1.0.0.zip");
        List<String> ones = List.of(lines.split("; *", -1));
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0, it -> it, List.of(), ones);
                Build build = Build.of(bench, stage)) {
            stage.mirror(0).fault(Fault.STALL, Kind.ZIP.only());
            Samples all = Load.each(stage, paths, 64, bench.seed(), Duration.ofSeconds(60), Duration.ofMinutes(2));
            Build.Ran ran = build.download();
            return new Kept(
                    all.success() == 100 && ran.passed(),
                    Samples.percent(all.success()) + " of " + all.count() + ", build "
                            + (ran.passed() ? "passed" : "failed"),
                    all.complaints() + ran.said());
        }
    }
}
