package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Settings;
import dev.breakwater.store.Retention;
import dev.breakwater.store.StorageSettings;
import dev.breakwater.store.StoreCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The store gc command: removes files over the quota or unused for long. */
@Command(
        name = "gc",
        description = {
            "Remove files over the quota or unused for long; works beside a running server. Published modules,"
                    + " and those that storage.keep names, stay.",
            "Exits with 1 if more is left than the quota allows."
        },
        footer = {"", "Example:", "  breakwater store gc --older-than 90d --to 20GB --dry-run"})
final class StoreGcCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            description = "Remove files unused for this long, for example 90d. Default: storage.unused.")
    private @Nullable String olderThan;

    @Option(
            names = "--to",
            paramLabel = "SIZE",
            description = "Remove the least recently used files until at most this much is left, for example"
                    + " 20GB. Default: storage.quota.")
    private @Nullable String to;

    @Option(names = "--dry-run", description = "Only show how much would be removed.")
    private boolean dryRun;

    /** The result; sizes are those of files, in bytes. */
    record GcResultJson(boolean dryRun, long entries, long bytes, long left, long excess) {}

    StoreGcCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Path folder = choice.folder(surroundings);
        Settings settings = choice.settings(surroundings);
        StorageSettings wanted = wanted(settings.get(StorageSettings.class));
        Retention retention = new Retention(
                InstantSource.system().instant(),
                wanted.quota() == null ? Long.MAX_VALUE : wanted.quota(),
                wanted.unused(),
                surroundings.formats().namings(() -> settings).entries(wanted.keep()));
        StoreCollection.CollectionSummary summary =
                dryRun ? StoreCollection.preview(folder, retention) : StoreCollection.run(folder, retention);
        report(summary);
        return summary.excess() > 0 ? Exit.NO : Exit.DONE;
    }

    private StorageSettings wanted(StorageSettings configured) {
        try {
            StorageSettings wanted = olderThan == null ? configured : configured.withUnused("--older-than", olderThan);
            wanted = to == null ? wanted : wanted.withQuota("--to", to);
            if (wanted.quota() == null && wanted.unused() == null) {
                throw new IllegalArgumentException(
                        "no limit given: pass --older-than or --to, or set storage.quota or storage.unused");
            }
            return wanted;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private void report(StoreCollection.CollectionSummary summary) {
        if (choice.json()) {
            Json.print(
                    surroundings.out(),
                    new GcResultJson(dryRun, summary.entries(), summary.bytes(), summary.left(), summary.excess()));
            return;
        }
        String what = summary.entries() + " entries, " + Sizes.shown(summary.bytes());
        String left = Sizes.shown(summary.left());
        surroundings
                .out()
                .println(
                        dryRun
                                ? "would remove " + what + "; " + left + " would be left"
                                : "removed " + what + "; " + left + " are left");
        if (summary.excess() > 0) {
            surroundings
                    .out()
                    .println("that is " + Sizes.shown(summary.excess())
                            + " over the limit: the rest was published here, is named in storage.keep, is"
                            + " damaged, or is in use");
        }
    }
}
