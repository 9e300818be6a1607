package dev.breakwater.bench;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.GoCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real go command with an empty module cache in a folder of its own, which goes with it: the checksum database is
 * the mirrors', and it checks everything against that itself.
 */
final class Build implements AutoCloseable {
    private final Bench bench;
    private final Stage stage;
    private final Path home;
    private final Path folder;
    private int caches;

    private Build(Bench bench, Stage stage, Path home) throws IOException {
        this.bench = bench;
        this.stage = stage;
        this.home = home;
        this.folder = bench.stock().program().write(home.resolve("program"));
    }

    static Build of(Bench bench, Stage stage) throws IOException {
        return new Build(bench, stage, Files.createTempDirectory("breakwater-build"));
    }

    /** What go commands came to, one after the other; {@code said} is the output of the one that failed. */
    record Ran(boolean passed, Duration took, String said) {}

    /** The program's main module, which needs nothing yet. */
    Path program() {
        return folder;
    }

    /** The go command with a module cache that is empty the first time. */
    GoCommand go(String cache) {
        GoCommand go = GoCommand.in(GoCommand.installed().orElseThrow(), home)
                .within(bench.build())
                .cold(cache)
                .proxy(stage.goProxy())
                .sumdb(stage.goSumdb());
        return go.with("SSL_CERT_FILE", Certificates.shared().pem().toString());
    }

    /** Finds out what the program and a 5 MB module need, and downloads it all, with nothing in the cache. */
    Ran download() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("go.mod"), "module main.test/program\n\ngo 1.21\n");
        Files.deleteIfExists(folder.resolve("go.sum"));
        Files.writeString(folder.resolve("large.go"), "package main\n\nimport _ \"" + Stock.largeName(0) + "\"\n");
        GoCommand go = go("cold" + caches++);
        return all(go, folder, List.of(List.of("mod", "tidy"), List.of("mod", "download", "all")));
    }

    /** Runs these one after the other until one fails. */
    static Ran all(GoCommand go, Path folder, List<List<String>> lines) throws InterruptedException {
        Duration took = Duration.ZERO;
        for (List<String> line : lines) {
            GoCommand.Ran ran = go.run(folder, line.toArray(new String[0]));
            took = took.plus(ran.took());
            if (!ran.passed()) {
                return new Ran(false, took, "go " + String.join(" ", line) + ": " + ran.output());
            }
        }
        return new Ran(true, took, "");
    }

    /** As if each was one request. */
    static Samples samples(List<Ran> ran) {
        Samples samples = new Samples();
        for (Ran one : List.copyOf(ran)) {
            String said = one.said.lines().reduce((a, b) -> b).orElse("");
            samples.add(new Client.Told(
                    one.passed ? "" : said,
                    one.passed ? Client.End.RIGHT : Client.End.BROKEN,
                    0,
                    System.nanoTime(),
                    one.took));
        }
        return samples;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
