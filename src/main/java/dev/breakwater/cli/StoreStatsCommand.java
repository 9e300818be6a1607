package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.store.StoreStats;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The store stats command: shows what is stored. */
@Command(
        name = "stats",
        description = "Show the stored entries and bytes by repository, standing and type.",
        footer = {"", "Example:", "  breakwater store stats --json"})
final class StoreStatsCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    StoreStatsCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        StoreStats stats = StoreStats.of(choice.folder(surroundings));
        if (choice.json()) {
            Json.print(surroundings.out(), stats);
            return Exit.DONE;
        }
        table(stats);
        if (stats.damaged() > 0) {
            surroundings.out().println(stats.damaged() + " unreadable, not counted; run: breakwater store check");
        }
        return Exit.DONE;
    }

    private void table(StoreStats stats) {
        if (stats.all().entries() == 0) {
            surroundings.out().println("the store is empty");
            return;
        }
        row("", "entries", "size");
        surroundings.out().println("repository");
        stats.repositories().forEach(this::row);
        surroundings.out().println("standing");
        stats.standings().forEach((standing, tally) -> row(standing.name().toLowerCase(Locale.ROOT), tally));
        surroundings.out().println("type");
        stats.types().forEach(this::row);
        surroundings.out().println("all");
        row("hosted", stats.hosted());
        row("total", stats.all());
        if (stats.absences().entries() > 0) {
            surroundings.out().println("known not to exist");
            row("names", stats.absences());
        }
    }

    private void row(String name, StoreStats.RepositoryTally tally) {
        row(name, Long.toString(tally.entries()), Sizes.shown(tally.bytes()));
    }

    private void row(String name, String entries, String size) {
        surroundings.out().println("%-32s%12s%12s".formatted("  " + name, entries, size));
    }
}
