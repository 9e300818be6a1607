package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Settings;
import dev.breakwater.store.StoreCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The store check command: reads every stored byte and compares it with what was verified. */
@Command(
        name = "check",
        description = "Verify every stored byte; works beside a running server. Exits with 1 if a file is damaged;"
                + " with --repair, if a damaged file stays or can't be fetched again.",
        footer = {"", "Example:", "  breakwater store check --data-dir /var/lib/breakwater --repair"})
final class StoreCheckCommand implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 500;

    private final CliContext surroundings;
    private final List<Damage> damaged = new ArrayList<>();

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Option(
            names = "--repair",
            description = "Move damaged files to damaged/, and let a running server fetch them again.")
    private boolean repair;

    /** A damaged file. */
    record Damage(String file, String why) {}

    /** The result of a repair. */
    record Repaired(long entries, long bytes, List<RepairRun.Mended> damaged) {}

    /** The result; {@code bytes} are those of the bodies that are right. */
    record CheckResultJson(long entries, long bytes, List<Damage> damaged) {}

    StoreCheckCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Path folder = choice.folder(surroundings);
        RepairRun mending = repair ? mending(folder) : null;
        boolean watched = !choice.json() && surroundings.terminal().getAsBoolean();
        StoreCheck.CheckSummary summary = StoreCheck.run(folder, new StoreCheck.CheckListener() {
            @Override
            public void found(StoreCheck.Damaged found) {
                if (mending != null) {
                    mending.move(found);
                }
                damaged.add(new Damage(found.file().toString(), found.why()));
            }

            @Override
            public void read(StoreCheck.CheckSummary soFar) {
                if (watched && soFar.checked() % PROGRESS_EVERY == 0) {
                    progress(counted(soFar) + " …");
                }
            }
        });
        if (watched) {
            progress("");
        }
        if (mending != null) {
            return mended(summary, mending.fetchAgain());
        }
        report(summary);
        return damaged.isEmpty() ? Exit.DONE : Exit.NO;
    }

    private RepairRun mending(Path folder) throws ConfigException, InterruptedException {
        Settings settings = choice.settings(surroundings);
        URI address = server.address(ClientSettings.base(settings));
        return new RepairRun(folder, server.client(surroundings, address, settings));
    }

    private int mended(StoreCheck.CheckSummary summary, List<RepairRun.Mended> all) {
        if (choice.json()) {
            Json.print(surroundings.out(), new Repaired(summary.checked(), summary.bytes(), all));
        } else {
            all.forEach(each -> {
                surroundings.out().println("damaged: " + each.file() + ": " + each.why());
                surroundings.out().println("  " + each.result());
            });
            surroundings
                    .out()
                    .println(counted(summary)
                            + (all.isEmpty() ? " checked: all intact" : " checked, " + all.size() + " damaged"));
        }
        return all.stream().allMatch(RepairRun.Mended::good) ? Exit.DONE : Exit.NO;
    }

    private void report(StoreCheck.CheckSummary summary) {
        if (choice.json()) {
            Json.print(surroundings.out(), new CheckResultJson(summary.checked(), summary.bytes(), damaged));
            return;
        }
        damaged.forEach(each -> surroundings.out().println("damaged: " + each.file() + ": " + each.why()));
        if (damaged.isEmpty()) {
            surroundings.out().println(counted(summary) + " checked: all intact");
            return;
        }
        surroundings.out().println(counted(summary) + " checked, " + damaged.size() + " damaged");
        surroundings.out().println("to fetch them again: breakwater store check --repair");
    }

    private static String counted(StoreCheck.CheckSummary summary) {
        return summary.checked() + " entries, " + Sizes.shown(summary.bytes());
    }

    private void progress(String text) {
        surroundings.err().print("\r\u001b[K" + text);
        surroundings.err().flush();
    }
}
