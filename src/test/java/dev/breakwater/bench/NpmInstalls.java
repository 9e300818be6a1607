package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.NpmCommand;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Locked installs of a few hundred packages at 20 ms latency: from the registry, from a cold server, and in the dark. */
final class NpmInstalls {
    private static final Duration LATENCY = Duration.ofMillis(20);

    /** npm's own maxsockets. */
    private static final int CONNECTIONS = 15;

    /** So many other packages a server has served that is not just started. */
    private static final int WARM = 600;

    private final Options options;
    private final NpmSigner signer;
    private final NpmCorpus corpus;
    private final int packages;
    private final Table table = new Table("npm installs", "direct", "through", "ratio", "goal", "floor");

    NpmInstalls(Options options, NpmSigner signer) {
        this.options = options;
        this.signer = signer;
        this.packages = options.number("--packages", 300);
        this.corpus = new NpmCorpus(signer).tree(packages);
        for (int i = 0; i < WARM; i++) {
            corpus.publish(warm(i), "1.1.0", Map.of(), 500);
        }
    }

    private static String warm(int i) {
        return "warm%03d".formatted(i);
    }

    /** What is measured: npm's own, or only its requests; in a server that has just started, or that has served others. */
    private record Installing(boolean real, boolean warm, Times times) {
        Installing(boolean real, boolean warm) {
            this(real, warm, new Times(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        }
    }

    /** {@code cpu} is what the server spends on a package. */
    private record Times(List<Duration> direct, List<Duration> through, List<Duration> dark, List<Duration> cpu) {}

    void run() throws IOException, InterruptedException {
        Installing first = new Installing(false, false);
        Installing later = new Installing(false, true);
        Installing firstCi = new Installing(true, false);
        Installing laterCi = new Installing(true, true);
        boolean installed = NpmCommand.onPath(Path.of("unused")).isPresent();
        if (!installed) {
            System.err.println("SKIPPED: npm ci, there is no npm on the PATH");
        }
        for (int i = 0; i < options.number("--rounds", 3); i++) {
            for (Installing load : List.of(first, later, firstCi, laterCi)) {
                if (installed || !load.real()) {
                    round(load);
                }
            }
        }
        String tarballs = packages + " tarballs over 15 connections";
        row(tarballs + ", just started", first.times().direct(), first.times().through(), "", "");
        row(
                tarballs + ", after 600 others",
                later.times().direct(),
                later.times().through(),
                "",
                "");
        table.row("… CPU of the server a package, just started", "", cpu(first), "", "", "");
        table.row("… CPU of the server a package, after 600 others", "", cpu(later), "", "", "");
        row(
                "the same again with every registry gone",
                later.times().direct(),
                later.times().dark(),
                "",
                "");
        if (installed) {
            String ci = "cold npm ci of " + packages + " packages";
            row(ci + ", just started", firstCi.times().direct(), firstCi.times().through(), "", "");
            row(
                    ci + ", after 600 others",
                    laterCi.times().direct(),
                    laterCi.times().through(),
                    "≤ 1.05 ×",
                    "1.30 ×");
            row(
                    "npm ci again with every registry gone",
                    laterCi.times().direct(),
                    laterCi.times().dark(),
                    "",
                    "");
        }
        table.print();
    }

    private static String cpu(Installing load) {
        return Table.ms(Table.median(load.times().cpu()));
    }

    private void row(String what, List<Duration> direct, List<Duration> through, String goal, String floor) {
        Duration a = Table.median(direct);
        Duration b = Table.median(through);
        table.row(what, Table.ms(a), Table.ms(b), Table.ratio(b, a), goal, floor);
    }

    private void round(Installing load) throws IOException, InterruptedException {
        List<NpmRegistry> registries = Npm.registries(2, corpus, LATENCY);
        Path folder = Files.createTempDirectory("breakwater-npm-ci");
        try (ServerProcess server = Npm.server(options, signer, registries)) {
            String straight = registries.getFirst().url();
            String ours = server.url() + "/npm";
            if (load.warm()) {
                tarballs(
                        ours,
                        corpus.names().stream()
                                .filter(name -> name.startsWith("warm"))
                                .toList());
            }
            load.times().direct().add(load(load, folder, straight, "direct"));
            Duration before = server.cpu();
            load.times().through().add(load(load, folder, ours, "through"));
            load.times().cpu().add(server.cpu().minus(before).dividedBy(packages));
            registries.forEach(registry -> registry.fault(Fault.REFUSED));
            load.times().dark().add(load(load, folder, ours, "dark"));
        } finally {
            registries.forEach(NpmRegistry::close);
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private Duration load(Installing load, Path folder, String base, String name)
            throws IOException, InterruptedException {
        return load.real() ? npm(folder, base, name) : tarballs(base, wanted());
    }

    private List<String> wanted() {
        return corpus.names().stream().filter(name -> !name.startsWith("warm")).toList();
    }

    private Duration tarballs(String base, List<String> names) throws IOException, InterruptedException {
        Queue<String> left = new ConcurrentLinkedQueue<>();
        names.forEach(name -> left.add(corpus.tarballPath(name, "1.1.0")));
        long start = System.nanoTime();
        int failures = Crowd.failures(CONNECTIONS, number -> {
            URI uri = URI.create(base);
            try (RawHttp http = RawHttp.connect(uri, Duration.ofSeconds(30))) {
                for (String path = left.poll(); path != null; path = left.poll()) {
                    Get.whole(http, uri.getPath() + path);
                }
            }
        });
        if (failures > 0) {
            throw new IOException(failures + " connections failed");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Duration npm(Path folder, String base, String name) throws IOException, InterruptedException {
        Path project = Files.createDirectories(folder.resolve(name));
        Files.writeString(project.resolve("package.json"), """
                {"name":"main","version":"1.0.0","dependencies":{"%s":"^1.0.0"}}""".formatted(NpmCorpus.name(0)));
        NpmCommand npm = NpmCommand.onPath(folder.resolve("home")).orElseThrow().registry(base + "/");
        Files.writeString(project.resolve("package-lock.json"), lock(base));
        long start = System.nanoTime();
        NpmCommand.Ran ran = npm.cold(name).run(project, "ci");
        if (ran.exit() != 0) {
            throw new IOException("npm ci: " + ran.output());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A lock file of every package in its newest version. */
    private String lock(String base) {
        StringBuilder lock = new StringBuilder("{\"name\":\"main\",\"version\":\"1.0.0\",\"lockfileVersion\":3,");
        lock.append(
                "\"requires\":true,\"packages\":{\"\":{\"name\":\"main\",\"version\":\"1.0.0\",\"dependencies\":{\"");
        lock.append(NpmCorpus.name(0)).append("\":\"^1.0.0\"}}");
        for (String name : wanted()) {
            lock.append(",\"node_modules/").append(name).append("\":{\"version\":\"1.1.0\",\"resolved\":\"");
            lock.append(base).append(corpus.tarballPath(name, "1.1.0")).append("\",\"integrity\":\"");
            lock.append(corpus.integrity(name, "1.1.0")).append("\",\"dependencies\":{");
            String comma = "";
            for (var each : corpus.dependencies(name, "1.1.0").entrySet()) {
                lock.append(comma).append('"').append(each.getKey()).append("\":\"");
                lock.append(each.getValue()).append('"');
                comma = ",";
            }
            lock.append("}}");
        }
        return lock.append("}}").toString();
    }
}
