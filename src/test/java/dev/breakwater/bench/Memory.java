package dev.breakwater.bench;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Resident memory: idle, after many hits, and at its highest during 64 cold downloads of 60 MB, by HTTP and by HTTPS. */
public final class Memory {
    private final Options options;
    private final Table table = new Table("memory", "VmRSS", "VmHWM", "failed", "time", "goal", "floor");

    private Memory(Options options) {
        this.options = options;
    }

    /** Runs it: {@code --downloads 64 --hits 100000}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Memory memory = new Memory(Options.of(args));
        memory.idleAndHits();
        memory.downloads(false);
        memory.downloads(true);
        memory.table.print();
    }

    private void idleAndHits() throws IOException, InterruptedException {
        int hits = options.number("--hits", 100_000);
        Corpus corpus = Corpora.small(200, 1);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));
                ServerProcess server = ServerProcess.start(options, mirror, sums.key())) {
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
            row("idle, 3 s after start", server, 0, Duration.ZERO, "≤ 110 MB", "150 MB");
            long start = System.nanoTime();
            int failures = Crowd.failures(64, number -> {
                try (RawHttp http = server.connect()) {
                    for (int i = 0; i < hits / 64 / 3; i++) {
                        Get.module(http, server.path(""), Corpora.smallName((number + i) % 200));
                    }
                }
            });
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            row("after " + hits + " hits, 64 connections", server, failures, took, "≤ 180 MB", "250 MB");
        }
    }

    private void downloads(boolean tls) throws IOException, InterruptedException {
        int count = options.number("--downloads", 64);
        Corpus corpus = Corpora.big(count, 60_000_000, 1);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);
        try (Mirror mirror = Mirror.start(tls ? settings.overTls() : settings);
                ServerProcess server = ServerProcess.start(options, mirror, sums.key())) {
            long start = System.nanoTime();
            int failures = Crowd.failures(count, number -> {
                try (RawHttp http = server.connect()) {
                    Get.whole(http, server.path("/big.test/m" + number + "/@v/v1.0.0.zip"));
                }
            });
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            String what = count + " cold downloads of 60 MB by " + (tls ? "HTTPS" : "HTTP");
            row(what, server, failures, took, "≤ 200 MB", "300 MB");
        }
    }

    private void row(String what, ServerProcess server, int failures, Duration took, String goal, String floor) {
        table.row(
                what,
                Table.mb(server.kilobytes("VmRSS")),
                Table.mb(server.kilobytes("VmHWM")),
                Integer.toString(failures),
                String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0),
                goal,
                floor);
    }
}
