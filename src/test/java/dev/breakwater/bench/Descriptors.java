package dev.breakwater.bench;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import dev.breakwater.testing.Release;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Open files of the server at first, after 10,000 downloads that were given up at their first bytes (half of them hits,
 * half joined to what is just arriving), and after 2,000 different zips went through its caches, which may hold a quarter
 * of 1,024 files open. What nobody asks for any more is closed after a minute, so each count waits for that.
 */
public final class Descriptors {
    private static final int BIG = 20;
    private static final long ZIP = 100_000; // more than is kept in memory
    private static final Duration SETTLE = Duration.ofSeconds(90);

    private Descriptors() {}

    /** Runs it: {@code --aborts 10000 --zips 2000}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = Options.of(args);
        int aborts = options.number("--aborts", 10_000);
        int zips = options.number("--zips", 2000);
        Corpus corpus = Corpora.big(BIG, 3_000_000, 1);
        for (int i = 0; i < zips + 16; i++) {
            corpus.publish(Release.big(name(i), "v1.0.0", Corpus.EPOCH, ZIP, 1));
        }
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        Table table = new Table("open files", "number", "goal");
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));
                ServerProcess server = ServerProcess.start(options.limited("ulimit -n 1024"), mirror, sums.key())) {
            Crowd.failures(16, number -> some(server, zips + number, zips + number + 1));
            settle(server, 0);
            long before = server.descriptors();
            table.row("at first", Long.toString(before), "");
            Crowd.failures(32, number -> {
                for (int i = 0; i < aborts / 32; i++) {
                    abort(server, "/big.test/m" + (i * 32 + number) * BIG / aborts + "/@v/v1.0.0.zip");
                }
            });
            settle(server, before);
            table.row("after " + aborts + " aborted downloads", Long.toString(server.descriptors()), "≤ " + before);
            int failures = Crowd.failures(16, number -> some(server, number * zips / 16, (number + 1) * zips / 16));
            settle(server, before);
            table.row(
                    "after " + zips + " zips, " + failures + " failed",
                    Long.toString(server.descriptors()),
                    "≤ " + before);
        }
        table.print();
    }

    private static void some(ServerProcess server, int from, int to) throws IOException {
        try (RawHttp http = server.connect()) {
            for (int i = from; i < to; i++) {
                Get.module(http, server.path(""), name(i));
            }
        }
    }

    private static String name(int i) {
        return "zip.test/m" + i;
    }

    /** Hangs up in the middle of the body: the sink breaks, and the connection is closed with the rest unread. */
    private static void abort(ServerProcess server, String zip) throws IOException {
        try (RawHttp http = server.connect()) {
            http.ask("GET", server.path(zip), new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("enough");
                }
            });
        }
    }

    /** Waits until no more than {@code aim} are open, or a minute and a half is over. */
    private static void settle(ServerProcess server, long aim) {
        long end = System.nanoTime() + SETTLE.toNanos();
        while (System.nanoTime() < end) {
            if (aim > 0 && server.descriptors() <= aim) {
                return;
            }
            LockSupport.parkNanos(100_000_000);
        }
    }
}
