package dev.breakwater.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The man command: prints the man page. */
@Command(
        name = "man",
        description = "Print the man page.",
        footer = {"", "Example:", "  breakwater man | man -l -"})
final class ManCommand implements Callable<Integer> {
    private final CliContext surroundings;
    private final Supplier<CommandLine> all;

    /** {@code all} builds the whole command line. */
    ManCommand(CliContext surroundings, Supplier<CommandLine> all) {
        this.surroundings = surroundings;
        this.all = all;
    }

    @Override
    public Integer call() {
        surroundings.out().print(new ManPage(all.get()).text());
        return Exit.DONE;
    }
}
