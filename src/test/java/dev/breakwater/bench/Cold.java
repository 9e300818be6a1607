package dev.breakwater.bench;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a first request costs: 200 small modules at 20 ms of latency and a 60 MB zip at 20 MB/s, each against the mirror
 * directly, turn by turn; CPU time a request of the first 600 after start, and of 1,500 more after 3,000. The checksum
 * database is the mirror's and has all that latency too; what a client itself asks of it is not part of this.
 */
public final class Cold {
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final int SIXTY = 60_000_000;

    private final Options options;
    private final Table table = new Table("cold", "direct", "through", "ratio or cost", "goal", "floor");

    private Cold(Options options) {
        this.options = options;
    }

    /** Runs it: {@code --modules 200 --big 3}. */
    public static void main(String[] args) throws IOException {
        Cold cold = new Cold(Options.of(args));
        cold.smallOnes();
        cold.cpu();
        cold.bigOnes();
        cold.table.print();
    }

    private void smallOnes() throws IOException {
        int count = options.number("--modules", 200);
        Corpus corpus = Corpora.small(count, 1);
        Duration direct = Duration.ZERO;
        Duration through = Duration.ZERO;
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        try (Mirror mirror = Mirror.start(
                        MirrorSettings.of(corpus).sumdb("sum.test", sums).latency(LATENCY));
                ServerProcess server = ServerProcess.start(options, mirror, sums.key());
                RawHttp straight = RawHttp.connect(URI.create(mirror.url()), Duration.ofSeconds(30));
                RawHttp http = server.connect()) {
            for (int i = 0; i < count; i++) {
                direct = direct.plus(module(straight, "", i));
                through = through.plus(module(http, server.path(""), i));
            }
        }
        String what = count + " small modules, 20 ms latency";
        table.row(what, Table.ms(direct), Table.ms(through), Table.ratio(through, direct), "≤ 1.10 ×", "1.35 ×");
    }

    private static Duration module(RawHttp http, String base, int i) throws IOException {
        long start = System.nanoTime();
        Get.module(http, base, Corpora.smallName(i));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void cpu() throws IOException {
        Corpus corpus = Corpora.small(1700, 2);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));
                ServerProcess server = ServerProcess.start(options, mirror, sums.key());
                RawHttp http = server.connect()) {
            double first = cpuEach(server, http, 0, 200);
            cpuEach(server, http, 200, 1200);
            double later = cpuEach(server, http, 1200, 1700);
            table.row("CPU a miss, after 3,600 of them", "", each(later), each(later), "≤ 1.2 ms", "1.8 ms");
            table.row("CPU a miss, the first 600", "", each(first), each(first), "≤ 4 ms", "6 ms");
            double file = fileEach();
            table.row("CPU of a file made, synced and renamed here", "", "", each(file), "", "");
        }
    }

    private static double cpuEach(ServerProcess server, RawHttp http, int from, int to) throws IOException {
        Duration before = server.cpu();
        for (int i = from; i < to; i++) {
            Get.module(http, server.path(""), Corpora.smallName(i));
        }
        return server.cpu().minus(before).toMillis() / (3.0 * (to - from));
    }

    /** What the file system alone takes of that, for each of the four entries and two folders of a module. */
    private static double fileEach() throws IOException {
        int count = 200;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Path folder = Files.createTempDirectory("breakwater-cold");
        List<Path> made = new ArrayList<>();
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            Path staged = folder.resolve("staged" + i);
            try (FileChannel file = FileChannel.open(staged, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(700));
                file.force(false);
            }
            made.add(Files.move(staged, folder.resolve("entry" + i), StandardCopyOption.ATOMIC_MOVE));
        }
        long took = threads.getCurrentThreadCpuTime() - before;
        for (Path file : made) {
            Files.delete(file);
        }
        Files.delete(folder);
        return took / 1e6 / count;
    }

    private static String each(double milliseconds) {
        return String.format(Locale.ROOT, "%.2f ms", milliseconds);
    }

    private void bigOnes() throws IOException {
        int count = options.number("--big", 3);
        Corpus corpus = Corpora.big(2 * count, SIXTY, 3);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        MirrorSettings throttled = MirrorSettings.of(corpus)
                .sumdb("sum.test", sums)
                .latency(LATENCY)
                .throttle(20_000_000);
        List<Duration> direct = new ArrayList<>();
        List<Duration> through = new ArrayList<>();
        List<Duration> infoDirect = new ArrayList<>();
        List<Duration> infoThrough = new ArrayList<>();
        try (Mirror mirror = Mirror.start(throttled);
                ServerProcess server = ServerProcess.start(options, mirror, sums.key());
                RawHttp straight = RawHttp.connect(URI.create(mirror.url()), Duration.ofSeconds(30));
                RawHttp http = server.connect()) {
            for (int i = 0; i < count; i++) {
                String zip = "/big.test/m" + i + "/@v/v1.0.0.zip";
                direct.add(Get.whole(straight, zip).total());
                through.add(Get.whole(http, server.path(zip)).total());
                String info = "/big.test/m" + (count + i) + "/@v/v1.0.0.info";
                infoDirect.add(Get.whole(straight, info).total());
                infoThrough.add(Get.whole(http, server.path(info)).total());
            }
        }
        medians("60 MB zip at 20 MB/s", direct, through, "≤ 1.05 ×", "1.10 ×");
        medians(".info of a 60 MB module", infoDirect, infoThrough, "as upstream", "");
    }

    private void medians(String what, List<Duration> direct, List<Duration> through, String goal, String floor) {
        Duration a = Table.median(direct);
        Duration b = Table.median(through);
        table.row(what, Table.ms(a), Table.ms(b), Table.ratio(b, a), goal, floor);
    }
}
