package dev.breakwater.bench;

import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import dev.breakwater.testing.Release;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code warm} of a go.sum of 300 modules over a mirror with delay and a line of limited bandwidth, which all connections
 * share: how fast it is beside as many direct downloads at once, turn by turn, and what is fetched again after a kill -9 of the server or of the command. The command's
 * own start counts, and so does verifying everything against the mirror's checksum database.
 */
public final class Warming {
    private static final int AT_ONCE = 32;

    /** Sizes of zips, in turn: many small ones, some middling, few large. */
    private static final int[] SIZES = {
        20_000, 40_000, 60_000, 100_000, 150_000, 250_000, 20_000, 80_000, 500_000, 2_000_000
    };

    private final Options options;
    private final int modules;
    private final int rounds;
    private final Corpus corpus = new Corpus();
    private final List<String> paths = new ArrayList<>();
    private final Table table = new Table("warm", "direct", "warm", "throughput", "goal");

    private Warming(Options options) {
        this.options = options;
        this.modules = options.number("--modules", 300);
        this.rounds = options.number("--rounds", 3);
        for (int i = 0; i < modules; i++) {
            String module = "warm.test/m" + i;
            corpus.publish(Release.big(module, "v1.0.0", Corpus.EPOCH, SIZES[i % SIZES.length], i));
            for (String kind : new String[] {"info", "mod", "zip"}) {
                paths.add("/" + module + "/@v/v1.0.0." + kind);
            }
        }
    }

    /** Runs it: {@code --modules 300 --rounds 3 --latency 50 --rate 100}, in milliseconds and Mbit/s. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Warming bench = new Warming(Options.of(args));
        Path sum = Files.createTempFile("breakwater-bench", ".sum");
        try {
            Files.write(sum, bench.goSum().getBytes(StandardCharsets.UTF_8));
            bench.speed(sum);
            bench.kill(sum, true);
            bench.kill(sum, false);
            bench.table.print();
        } finally {
            Files.delete(sum);
        }
    }

    private String goSum() {
        StringBuilder sum = new StringBuilder();
        corpus.forEach((module, version, zip, goMod) -> sum.append(
                module + " " + version + " " + zip + "\n" + module + " " + version + "/go.mod " + goMod + "\n"));
        return sum.toString();
    }

    private Mirror mirror(CorpusDatabase sums) {
        Mirror mirror = Mirror.start(MirrorSettings.of(corpus)
                .sumdb("sum.test", sums)
                .latency(Duration.ofMillis(options.number("--latency", 50))));
        mirror.uplink(options.number("--rate", 100) * 125_000L);
        return mirror;
    }

    private void speed(Path sum) throws IOException, InterruptedException {
        List<Duration> direct = new ArrayList<>();
        List<Duration> warm = new ArrayList<>();
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        long bytes = 0;
        Duration cpu = Duration.ZERO;
        for (int round = 0; round < rounds; round++) {
            try (Mirror mirror = mirror(sums)) {
                long sent = mirror.sentBytes();
                direct.add(direct(mirror));
                bytes = mirror.sentBytes() - sent;
                try (ServerProcess server = ServerProcess.start(options, mirror, sums.key())) {
                    Duration before = server.cpu();
                    long start = System.nanoTime();
                    end(warm(server, sum));
                    warm.add(Duration.ofNanos(System.nanoTime() - start));
                    cpu = server.cpu().minus(before);
                }
            }
            table.row(
                    "round " + (round + 1) + ", " + AT_ONCE + " at once",
                    Table.ms(direct.getLast()),
                    Table.ms(warm.getLast()),
                    part(direct.getLast(), warm.getLast()),
                    "");
            table.row("CPU time of the server in it", "", Table.ms(cpu), "", "");
        }
        table.row(
                String.format(Locale.ROOT, "median, %d modules, %.0f MB", modules, bytes / 1e6),
                Table.ms(Table.median(direct)),
                Table.ms(Table.median(warm)),
                part(Table.median(direct), Table.median(warm)),
                "≥ 90 %");
    }

    private static String part(Duration direct, Duration warm) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * direct.toNanos() / warm.toNanos());
    }

    private Duration direct(Mirror mirror) throws IOException, InterruptedException {
        Queue<String> left = new ConcurrentLinkedQueue<>(paths);
        long start = System.nanoTime();
        int failures = Crowd.failures(AT_ONCE, number -> {
            try (RawHttp http = RawHttp.connect(URI.create(mirror.url()), Duration.ofSeconds(30))) {
                for (String path = left.poll(); path != null; path = left.poll()) {
                    Get.whole(http, path);
                }
            }
        });
        if (failures > 0) {
            throw new IOException(failures + " direct downloads failed");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Process warm(ServerProcess server, Path sum) throws IOException {
        return new ProcessBuilder(
                        "./breakwater", "warm", sum.toString(), "--server", server.url(), "--at-once", "" + AT_ONCE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void end(Process warm) throws IOException, InterruptedException {
        if (warm.waitFor() != 0) {
            throw new IOException("warm ended with " + warm.exitValue());
        }
    }

    /** Kills the server or the command when half of the zips were asked for, and runs warm again. */
    private void kill(Path sum, boolean theServer) throws IOException, InterruptedException {
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        try (Mirror mirror = mirror(sums)) {
            ServerProcess server = ServerProcess.start(options, mirror, sums.key());
            try {
                Process first = warm(server, sum);
                while (zips(mirror) < modules / 2) {
                    LockSupport.parkNanos(5_000_000);
                }
                long answered = mirror.log().count();
                if (theServer) {
                    server = server.killed();
                    first.waitFor();
                } else {
                    first.destroyForcibly().waitFor();
                }
                Map<String, Long> before = mirror.log().counts();
                List<String> held = held(server);
                end(warm(server, sum));
                Map<String, Long> after = mirror.log().counts();
                table.row(
                        "kill -9 of the " + (theServer ? "server" : "command") + " after " + answered
                                + " requests: zips held then",
                        "",
                        Integer.toString(held.size()),
                        "",
                        "");
                table.row(
                        "of these fetched again",
                        "",
                        Long.toString(held.stream()
                                .filter(path -> !after.getOrDefault(path, 0L).equals(before.getOrDefault(path, 0L)))
                                .count()),
                        "",
                        "0");
                // an answer leaves before it is stored
                for (int i = 0; i < 1_000 && held(server).size() < modules; i++) {
                    LockSupport.parkNanos(10_000_000);
                }
                table.row("held in the end", "", Integer.toString(held(server).size()), "", Integer.toString(modules));
            } finally {
                server.close();
            }
        }
    }

    /** The zips that lie in the store, by their paths at the mirror. */
    private List<String> held(ServerProcess server) {
        List<String> held = new ArrayList<>();
        for (int i = 0; i < modules; i++) {
            String zip = "warm.test/m" + i + "/@v/v1.0.0.zip";
            if (Files.exists(server.data().resolve("entries/go/" + zip + "="))) {
                held.add("/" + zip);
            }
        }
        return held;
    }

    /** How many zips were asked for. */
    private static long zips(Mirror mirror) {
        return mirror.log().counts().keySet().stream()
                .filter(path -> path.endsWith(".zip"))
                .count();
    }
}
