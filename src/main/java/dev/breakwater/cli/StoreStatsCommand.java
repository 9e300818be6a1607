package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is held. */
@Command(
        name = "stats",
        description = "Show what is held: entries and bytes by repository and type.",
        footer = {"", "Example:", "  breakwater store stats --json"})
final class StoreStatsCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Map<String, Map<String, Count>> repositories = new TreeMap<>();

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    /** How much there is of one type. */
    record Count(long entries, long bytes, long hosted, long provisional, long absent) {
        static final Count NOTHING = new Count(0, 0, 0, 0, 0);

        Count with(Entry entry) {
            Standing standing = entry.meta().standing();
            return plus(new Count(
                    1,
                    entry.size(),
                    entry.meta().hosted() ? 1 : 0,
                    standing == Standing.PROVISIONAL ? 1 : 0,
                    standing == Standing.ABSENT ? 1 : 0));
        }

        Count plus(Count other) {
            return new Count(
                    entries + other.entries,
                    bytes + other.bytes,
                    hosted + other.hosted,
                    provisional + other.provisional,
                    absent + other.absent);
        }
    }

    StoreStatsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        try (Store store = choice.open(surroundings)) {
            store.walk(entry -> repositories
                    .computeIfAbsent(entry.key().repository(), _ -> new TreeMap<>())
                    .compute(entry.meta().type(), (_, held) -> (held == null ? Count.NOTHING : held).with(entry)));
        }
        if (choice.json()) {
            Json.print(surroundings.out(), Map.of("repositories", repositories));
            return Exit.DONE;
        }
        if (repositories.isEmpty()) {
            surroundings.out().println("nothing is held");
        }
        repositories.forEach(this::table);
        return Exit.DONE;
    }

    private void table(String repository, Map<String, Count> types) {
        Count total = types.values().stream().reduce(Count.NOTHING, Count::plus);
        row(repository, "entries", "size", "hosted", "provisional", "absent");
        types.forEach(this::row);
        row("total", total);
    }

    private void row(String name, Count count) {
        row(
                "  " + name,
                Long.toString(count.entries()),
                Sizes.shown(count.bytes()),
                Long.toString(count.hosted()),
                Long.toString(count.provisional()),
                Long.toString(count.absent()));
    }

    private void row(String name, String... cells) {
        StringBuilder line = new StringBuilder("%-32s".formatted(name));
        for (String cell : cells) {
            line.append("%12s".formatted(cell));
        }
        surroundings.out().println(line);
    }
}
