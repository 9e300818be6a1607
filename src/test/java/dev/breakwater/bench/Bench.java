package dev.breakwater.bench;

import dev.breakwater.testing.Sizes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a run of the chaos bench was asked for.
 *
 * @param lengthy whether it is the run that takes hours
 * @param seed of everything that is drawn
 * @param only the promise that is wanted alone; empty for all
 */
record Bench(Options options, Stock stock, Truth truth, boolean lengthy, long seed, String only) {
    /** How many times the small requests of a short run are made for each fault; 1,250 for each in a long one. */
    static final int LONG = 16;

    static Bench of(Options options) {
        boolean lengthy = options.has("--long");
        long seed = Long.parseLong(options.text("--seed", Long.toString(System.nanoTime() & 0xffffff)));
        Stock stock = new Stock(Position.modules(lengthy ? LONG : 1) + 1500, seed);
        return new Bench(options, stock, new Truth(stock), lengthy, seed, options.text("--promise", ""));
    }

    /** How many times the small requests of a short run. */
    int scale() {
        return options.number("--scale", lengthy ? LONG : 1);
    }

    /** How many real builds for each fault on so many mirrors; a short run has none where but one is broken. */
    int builds(int broken) {
        return options.number("--builds", lengthy ? 20 : broken - 1);
    }

    /** How many measurements at once. */
    int parallel() {
        return options.number("--parallel", 3);
    }

    /** Every mirror's, for each reply. */
    Duration latency() {
        return Sizes.duration(options.text("--latency", "10ms"));
    }

    /** How long a client waits for one whole answer. */
    Duration patience() {
        return Sizes.duration(options.text("--patience", "20s"));
    }

    /** How long one fault is measured in one way; what was not asked by then is not asked. */
    Duration cell() {
        return Sizes.duration(options.text("--cell", lengthy ? "10m" : "20s"));
    }

    /** How long the table of faults may take; what was not begun by then is told and not measured. */
    Duration limit() {
        return Sizes.duration(options.text("--limit", lengthy ? "480m" : "10m"));
    }

    /** How long a build may take. */
    Duration build() {
        return Sizes.duration(options.text("--build", "60s"));
    }

    boolean tls() {
        return options.has("--tls");
    }

    /** Whether there is no server at all. */
    boolean bare() {
        return options.has("--bare");
    }

    /** What is measured, in words. */
    String server() {
        return bare() ? "none; the go command with the mirrors joined by " + separator() : options.server();
    }

    /** What stands between the mirrors in the GOPROXY of a bare run; beside a server what serves the go command best alone. */
    String separator() {
        return options.text("--bare", bare() ? "," : "|");
    }

    /** More lines of our configuration for each upstream, from {@code --upstream 'key: value; key: value'}. */
    List<String> upstreamLines() {
        return Arrays.stream(options.text("--upstream", "").split(";", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The faults that are wanted: all, or {@code --faults stall,reset}. */
    List<Breakage> breakages() {
        List<String> names = List.of(options.text("--faults", "").split(",", -1));
        return Breakage.ALL.stream()
                .filter(it -> names.getFirst().isEmpty() || names.contains(it.name()))
                .toList();
    }

    /** Whether the promise of this name is to be measured. */
    boolean wants(String promise) {
        return only.isEmpty() || only.equals(promise);
    }
}
