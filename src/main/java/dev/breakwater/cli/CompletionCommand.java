package dev.breakwater.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The completion command: prints the shell completion script. */
@Command(
        name = "completion",
        description = "Print the shell completion script, for bash, and for zsh with bashcompinit.",
        footer = {"", "Example:", "  source <(breakwater completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final CliContext surroundings;
    private final Supplier<CommandLine> all;

    /** {@code all} builds the whole command line. */
    CompletionCommand(CliContext surroundings, Supplier<CommandLine> all) {
        this.surroundings = surroundings;
        this.all = all;
    }

    @Override
    public Integer call() {
        surroundings.out().print(AutoComplete.bash("breakwater", all.get()));
        return Exit.DONE;
    }
}
