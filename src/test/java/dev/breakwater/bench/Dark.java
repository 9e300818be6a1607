package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.GoCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that has served much, whose lists are no longer fresh, and all of whose mirrors then die at once: everything
 * again, and real go commands with nothing in their own caches.
 */
final class Dark implements AutoCloseable {
    private static final int MODULES = 30;
    private static final String NOBODY = "chaos.test/nobody";

    private final Bench bench;
    private final Stage stage;
    private final Build build;
    private final List<String> there = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    Dark(Bench bench) throws IOException {
        this.bench = bench;
        this.stage = Stage.open(bench, it -> it, "fresh: 1s");
        this.build = Build.of(bench, stage);
        String base = "/sumdb/" + Stock.DATABASE;
        for (int i = 0; i < MODULES; i++) {
            String module = Stock.smallName(i);
            there.addAll(Stock.metadata(i));
            there.add("/" + module + "/@v/v1.0.0.zip");
            there.add(base + "/lookup/" + module + "@v1.0.0");
        }
        there.add("/" + Stock.largeName(0) + "/@v/v1.0.0.zip");
        for (String file : List.of("v1.0.0.info", "v1.0.0.mod", "v1.0.0.zip")) {
            there.add("/" + Stock.TOOL + "/@v/" + file);
        }
        there.add(base + "/lookup/" + Stock.TOOL + "@v1.0.0");
        there.add(base + "/latest");
        for (int i = 0; i < 5; i++) {
            absent.add("/" + NOBODY + i + "/@v/list");
            absent.add("/" + NOBODY + i + "/@v/v1.0.0.info");
        }
    }

    /** Has everything served once, and lets what has a life of a second grow old. */
    List<String> warm() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        Samples found = Load.each(stage, there, 4, bench.seed(), bench.patience(), bench.cell());
        Samples missing = Load.each(stage, absent, 4, bench.seed(), bench.patience(), bench.cell());
        if (found.success() < 100 || missing.count(Client.End.ABSENT) < absent.size()) {
            wrong.add("not all was served while all was well: " + found.complaints()
                    + missing.complaints(Client.End.ABSENT));
        }
        return wrong;
    }

    void age() {
        LockSupport.parkNanos(1_300_000_000L);
    }

    void die(Fault fault) {
        stage.mirrors().forEach(mirror -> mirror.fault(fault));
    }

    /** Everything again. */
    Kept again(Fault fault) throws InterruptedException {
        Samples found = Load.each(stage, there, 2, bench.seed(), bench.patience(), Duration.ofMinutes(2));
        Samples missing = Load.each(stage, absent, 2, bench.seed(), bench.patience(), Duration.ofMinutes(1));
        long right = found.count(Client.End.RIGHT) + missing.count(Client.End.ABSENT);
        int asked = there.size() + absent.size();
        Samples all = new Samples();
        all.addAll(found.all());
        all.addAll(missing.all());
        Duration p99 = all.percentile(99);
        return new Kept(
                right == asked && p99.toMillis() <= 50,
                fault.name().toLowerCase(Locale.ROOT) + " " + right + " of " + asked + ", p99 " + Kept.ms(p99),
                found.complaints() + missing.complaints(Client.End.ABSENT));
    }

    /** The program built with an empty module cache; the compiler's cache is warm. */
    Build.Ran built(String cache) throws InterruptedException {
        Path binary = build.program().resolve("built");
        GoCommand go = build.go(cache);
        return Build.all(
                go, build.program(), List.of(List.of("build", "-mod=mod", "-trimpath", "-o", binary.toString(), ".")));
    }

    Build.Ran download() throws IOException, InterruptedException {
        return build.download();
    }

    /** The other go commands of somebody who starts in the dark. */
    Map<String, Build.Ran> commands() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(build.program().resolveSibling("dark"));
        Path fresh = bench.stock().program().write(folder);
        return Map.of(
                "install",
                Build.all(build.go("install"), fresh, List.of(List.of("install", Stock.TOOL + "/cmd/hello@v1.0.0"))),
                "tidy",
                Build.all(build.go("tidy"), fresh, List.of(List.of("mod", "tidy"))),
                "get",
                Build.all(
                        build.go("get"),
                        fresh,
                        List.of(List.of("get", bench.stock().program().name(0)))));
    }

    @Override
    public void close() throws IOException {
        try (stage) {
            build.close();
        }
    }
}
