package dev.breakwater.bench;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.time.Duration;

/** 1,000 clients that want the same 5 MB zip at once, which nobody has: how often the mirror is asked for it. */
public final class Storm {
    private static final String ZIP = "/big.test/m0/@v/v1.0.0.zip";

    private Storm() {}

    /** Runs it: {@code --clients 1000}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = Options.of(args);
        int clients = options.number("--clients", 1000);
        Corpus corpus = Corpora.big(1, 5_000_000, 1);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        MirrorSettings settings =
                MirrorSettings.of(corpus).sumdb("sum.test", sums).latency(Duration.ofMillis(300));
        Table table = new Table("storm", "measured", "goal");
        try (Mirror mirror = Mirror.start(settings);
                ServerProcess server = ServerProcess.start(options, mirror, sums.key())) {
            long start = System.nanoTime();
            int failures = Crowd.failures(clients, number -> {
                try (RawHttp http = server.connect()) {
                    Get.whole(http, server.path(ZIP));
                }
            });
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            table.row(
                    clients + " clients, one 5 MB zip: upstream requests",
                    Long.toString(mirror.log().count(ZIP)),
                    "1");
            table.row("clients that failed", Integer.toString(failures), "0");
            table.row("all served after", Table.ms(took), "");
        }
        table.print();
    }
}
