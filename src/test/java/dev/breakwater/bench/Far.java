package dev.breakwater.bench;

import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.DeepProgram;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a first build of a program costs who is far from all mirrors: a real go command, with an empty module cache, gets, downloads
 * and builds a program of {@link DeepProgram}, from a mirror directly, and through a server on an empty folder with three such
 * mirrors behind it, fetching ahead or not. Compiling is done before: its cache is full.
 */
public final class Far {
    private static final Duration LIMIT = Duration.ofMinutes(40);
    private static final Duration ONE = Duration.ofMinutes(10);
    private static final String DATABASE = "sum.test";
    private static final int MIRRORS = 3;

    private final Options options;
    private final String go;
    private final Corpus corpus;
    private final CorpusDatabase sums;
    private final Path folder;
    private final Table table = new Table(
            "a first build", "delay", "time", "against directly", "requests", "not asked for", "bytes", "more bytes");

    private Far(Options options, String go, Path folder) {
        this.options = options;
        this.go = go;
        this.folder = folder;
        this.corpus = new DeepProgram(options.number("--modules", 150), options.number("--depth", 10), 7)
                .publish(new Corpus());
        this.sums = new CorpusDatabase(DATABASE, corpus);
    }

    /** A build: how long it took, what was asked of the mirrors, and what they sent. */
    private record Built(Duration took, long requests, Set<String> paths, long bytes) {}

    /** Runs it: {@code --modules 150 --depth 10 --delays 100,20,0 --rate 0 --levels full,off}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = Options.of(List.of(args), LIMIT);
        String go = GoCommand.installed().orElseThrow(() -> new IOException("bench/far needs a go command"));
        Far far = new Far(options, go, Files.createTempDirectory("breakwater-far"));
        try {
            far.run();
        } finally {
            Folders.remove(far.folder);
        }
        far.table.print();
    }

    private void run() throws IOException, InterruptedException {
        build("compiling", 0, "");
        for (String delay : options.text("--delays", "100,20,0").split(",", -1)) {
            int millis = Integer.parseInt(delay);
            Built direct = build("directly", millis, "");
            row("directly", millis, direct, null);
            for (String level : options.text("--levels", "full,metadata,off").split(",", -1)) {
                row("through, prefetch: " + level, millis, build(level, millis, level), direct);
            }
        }
    }

    private void row(String what, int delay, Built built, @Nullable Built without) {
        Built direct = without == null ? built : without;
        Set<String> unasked = new HashSet<>(built.paths);
        unasked.removeAll(direct.paths);
        unasked.removeIf(path -> path.contains("/sumdb/"));
        table.row(
                what,
                delay + " ms",
                Table.ms(built.took),
                Table.ratio(built.took, direct.took),
                Long.toString(built.requests),
                without == null ? "" : percent(unasked.size(), built.paths.size()),
                Table.mb(built.bytes / 1024),
                without == null ? "" : percent(built.bytes - direct.bytes, direct.bytes));
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%d %%", Math.round(100.0 * part / whole));
    }

    /** Builds with an empty module cache: directly if {@code level} is empty. */
    private Built build(String name, int delay, String level) throws IOException, InterruptedException {
        MirrorSettings settings = MirrorSettings.of(corpus)
                .sumdb(DATABASE, sums)
                .latency(Duration.ofMillis(delay))
                .throttle(options.number("--rate", 0));
        List<Mirror> mirrors = new ArrayList<>();
        try {
            for (int i = 0; i < (level.isEmpty() ? 1 : MIRRORS); i++) {
                mirrors.add(Mirror.start(settings));
            }
            if (level.isEmpty()) {
                return built(name, mirrors, mirrors.getFirst().url());
            }
            List<String> urls = mirrors.stream().map(Mirror::url).toList();
            Setup setup =
                    new Setup(urls, mirrors.getFirst().caPem(), sums.key(), List.of("prefetch: " + level), List.of());
            try (ServerProcess server = ServerProcess.start(options, setup)) {
                return built(name, mirrors, server.url() + options.path());
            }
        } finally {
            mirrors.forEach(Mirror::close);
        }
    }

    private Built built(String name, List<Mirror> mirrors, String proxy) throws IOException, InterruptedException {
        long before = requests(mirrors);
        Path main = Files.createTempDirectory(folder, name);
        Files.writeString(main.resolve("go.mod"), "module main.test/far\n\ngo 1.21\n");
        GoCommand command = GoCommand.in(go, folder)
                .cold(main.getFileName().toString())
                .with("GOFLAGS", "-modcacherw -mod=mod -buildvcs=false -trimpath")
                .proxy(proxy)
                .sumdb(sums.key())
                .within(ONE);
        long start = System.nanoTime();
        passed(command.run(main, "get", DeepProgram.MAIN + "@v1.0.0"));
        passed(command.run(main, "mod", "download"));
        passed(command.run(main, "build", "-o", "program", DeepProgram.MAIN));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Set<String> paths = new HashSet<>();
        mirrors.forEach(mirror -> paths.addAll(mirror.log().counts().keySet()));
        long bytes = mirrors.stream().mapToLong(Mirror::sentBytes).sum();
        return new Built(took, requests(mirrors) - before, paths, bytes);
    }

    private static long requests(List<Mirror> mirrors) {
        return mirrors.stream().mapToLong(mirror -> mirror.log().count()).sum();
    }

    private static void passed(GoCommand.Ran ran) throws IOException {
        if (!ran.passed()) {
            throw new IOException("the go command failed: " + ran.output());
        }
    }
}
