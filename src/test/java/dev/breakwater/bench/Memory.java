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

/**
 * Resident memory: idle, after many hits, after thousands of different modules, after many names that do not exist, and at its
 * highest during 64 cold downloads of 60 MB, by HTTP and by HTTPS.
 */
public final class Memory {
    private static final int CLIENTS = 32;

    private final Options options;
    private final Table table = new Table("memory", "VmRSS", "VmHWM", "failed", "time", "goal", "floor");

    private Memory(Options options) {
        this.options = options;
    }

    /** Runs it: {@code --downloads 64 --hits 100000 --modules 3000 --absences 20000}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Memory memory = new Memory(Options.of(args));
        memory.idleAndHits();
        memory.modules();
        memory.absences();
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

    /** As on a day of real use: many modules, each of them once. */
    private void modules() throws IOException, InterruptedException {
        int count = options.number("--modules", 3_000);
        Corpus corpus = Corpora.small(count, 1);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));
                ServerProcess server = ServerProcess.start(options, mirror, sums.key())) {
            long start = System.nanoTime();
            int failures = Crowd.failures(CLIENTS, number -> {
                try (RawHttp http = server.connect()) {
                    for (int i = number; i < count; i += CLIENTS) {
                        Get.module(http, server.path(""), Corpora.smallName(i));
                    }
                }
            });
            row("after " + count + " modules, each once", server, failures, since(start), "≤ 250 MB", "300 MB");
        }
    }

    /** As of a stranger that goes through names. */
    private void absences() throws IOException, InterruptedException {
        int count = options.number("--absences", 20_000);
        try (Mirror mirror = Mirror.start(MirrorSettings.of(Corpora.small(1, 1)));
                ServerProcess server = ServerProcess.start(options, mirror, null)) {
            long start = System.nanoTime();
            int failures = Crowd.failures(CLIENTS, number -> {
                try (RawHttp http = server.connect()) {
                    for (int i = number; i < count; i += CLIENTS) {
                        int status = http.ask("GET", server.path("/scan.test/m" + i + "/@v/list"))
                                .status();
                        if (status != 404) {
                            throw new IOException(i + ": " + status);
                        }
                    }
                }
            });
            row("after " + count + " names that do not exist", server, failures, since(start), "≤ 250 MB", "300 MB");
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
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
