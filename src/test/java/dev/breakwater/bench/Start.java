package dev.breakwater.bench;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From starting the command to its first 200, asked for every 5 ms. The first start may build and train: it stands apart. */
public final class Start {
    private Start() {}

    /** Runs it: {@code --runs 7}. */
    public static void main(String[] args) throws IOException {
        Options options = Options.of(args);
        List<Duration> times = new ArrayList<>();
        Table table = new Table("start to first 200", "time", "goal", "floor");
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 1))) {
            table.row("first start", Table.ms(once(options, mirror)), "", "");
            for (int i = 0; i < options.number("--runs", 7); i++) {
                times.add(once(options, mirror));
            }
        }
        List<Duration> sorted = times.stream().sorted().toList();
        table.row("median of " + times.size(), Table.ms(Table.median(times)), "≤ 600 ms", "900 ms");
        table.row("fastest", Table.ms(sorted.getFirst()), "", "");
        table.row("slowest", Table.ms(sorted.getLast()), "", "");
        table.print();
    }

    private static Duration once(Options options, Mirror mirror) throws IOException {
        try (ServerProcess server = ServerProcess.start(options, mirror, null)) {
            return server.took();
        }
    }
}
