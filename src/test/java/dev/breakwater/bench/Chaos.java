package dev.breakwater.bench;

import dev.breakwater.testing.Mirror;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Every fault on one and on two of three mirrors, and what is promised under them: measured for any GOPROXY server. */
public final class Chaos {
    private static final Duration SHORT = Duration.ofMinutes(60);
    private static final Duration LONG = Duration.ofHours(12);

    private final Bench bench;
    private final Sheet faults = new Sheet(
            "fault",
            "broken",
            "position",
            "asked",
            "right",
            "wrong",
            "+p50 ms",
            "+p95 ms",
            "+p99 ms",
            "upstream",
            "builds",
            "alone",
            "what went wrong");

    private final Sheet promises = new Sheet("promise", "goal", "measured", "kept", "how");

    private Chaos(Bench bench) {
        this.bench = bench;
    }

    /** Runs it, see {@code bench/chaos --help}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        Options options = Options.of(words, words.contains("--long") ? LONG : SHORT);
        Bench bench = Bench.of(options);
        System.err.println("… seed " + bench.seed());
        new Chaos(bench).run();
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        String load = loadAverage();
        Grid grid = new Grid(bench);
        Promises promised = new Promises(bench, grid);
        if (bench.only().equals("list")) {
            promised.all().forEach(it -> System.out.println(it.name() + ": " + it.goal()));
            return;
        }
        if (promised.all().stream().noneMatch(it -> bench.wants(it.name()))) {
            System.err.println(
                    "there is no promise \"" + bench.only() + "\"; --promise list names them, --promise takes one");
            System.exit(2);
        }
        warm();
        grid.run(promised.requests(), promised.builds());
        grid.print(faults);
        for (Promises.Promise promise : promised.all()) {
            if (bench.wants(promise.name()) && (promise.bare() || !bench.bare())) {
                measure(promise);
            }
        }
        System.out.println("seed " + bench.seed() + "; server " + bench.server());
        System.out.println(Runtime.getRuntime().availableProcessors() + " cores; load average at the start " + load
                + ", at the end " + loadAverage());
        if (!faults.empty()) {
            faults.print();
            System.out.println();
        }
        promises.print();
        grid.unmeasured().forEach(it -> System.out.println("not measured: " + it));
        String file = bench.options().text("--json", "");
        if (!file.isEmpty()) {
            write(Path.of(file), grid);
        }
    }

    private void measure(Promises.Promise promise) throws InterruptedException {
        long start = System.nanoTime();
        Kept kept;
        try {
            kept = promise.measure().now();
        } catch (IOException | RuntimeException e) {
            kept = new Kept(false, "could not be measured", e.toString());
        }
        long took = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        System.err.println("… " + promise.name() + ": " + kept.measured() + " (" + took + " s)");
        String word = kept.kept() ? "yes" : kept.measured().startsWith("not measured") ? "" : "NO";
        promises.row(promise.name(), promise.goal(), kept.measured(), word, oneLine(kept.how()));
    }

    /** How many wanted a core in the last minute: times measured on a machine that others use as well say little. */
    private static String loadAverage() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s*\n\\s*", " / ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    /** The first start of a server may build it and train. */
    private void warm() throws IOException {
        try (Stage stage = Stage.open(bench, Breakage.NONE, 0)) {
            for (Mirror mirror : stage.mirrors()) {
                mirror.log().clear();
            }
        }
    }

    private void write(Path file, Grid grid) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", bench.seed());
        all.put("server", bench.server());
        all.put("faults", faults.json());
        all.put("not measured", grid.unmeasured());
        all.put("promises", promises.json());
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(file, mapper.writeValueAsString(all));
    }
}
