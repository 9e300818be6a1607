package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.store.StoreCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads every stored byte and compares it with what was verified. */
@Command(
        name = "check",
        description =
                "Verify every stored byte; also beside a running server. Exits with 1 where something is damaged.",
        footer = {"", "Example:", "  breakwater store check --data-dir /var/lib/breakwater"})
final class StoreCheckCommand implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 500;

    private final Surroundings surroundings;
    private final List<Damage> damaged = new ArrayList<>();

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    /** A file that is not what it was. */
    record Damage(String file, String why) {}

    /** The result; {@code bytes} are those of the bodies that are right. */
    record Result(long entries, long bytes, List<Damage> damaged) {}

    StoreCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Path folder = choice.folder(surroundings);
        boolean watched = !choice.json() && surroundings.terminal().getAsBoolean();
        StoreCheck.Summary summary = StoreCheck.run(folder, new StoreCheck.Listener() {
            @Override
            public void found(StoreCheck.Damaged found) {
                damaged.add(new Damage(found.file().toString(), found.why()));
            }

            @Override
            public void read(StoreCheck.Summary soFar) {
                if (watched && soFar.checked() % PROGRESS_EVERY == 0) {
                    progress(counted(soFar) + " …");
                }
            }
        });
        if (watched) {
            progress("");
        }
        report(summary);
        return damaged.isEmpty() ? Exit.DONE : Exit.NO;
    }

    private void report(StoreCheck.Summary summary) {
        if (choice.json()) {
            Json.print(surroundings.out(), new Result(summary.checked(), summary.bytes(), damaged));
            return;
        }
        damaged.forEach(each -> surroundings.out().println("damaged: " + each.file() + ": " + each.why()));
        if (damaged.isEmpty()) {
            surroundings.out().println(counted(summary) + ": all as verified");
            return;
        }
        surroundings.out().println(counted(summary) + " as verified, " + damaged.size() + " damaged");
        surroundings.out().println("remove what is named: it is fetched again when it is wanted");
    }

    private static String counted(StoreCheck.Summary summary) {
        return summary.checked() + " entries, " + Sizes.shown(summary.bytes());
    }

    private void progress(String text) {
        surroundings.err().print("\r\u001b[K" + text);
        surroundings.err().flush();
    }
}
