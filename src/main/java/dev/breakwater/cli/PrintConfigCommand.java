package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The print-config command: prints the configuration in force. */
@Command(
        name = "print-config",
        description = "Print the effective configuration as a file, with the source of each value. Secrets are masked.",
        footer = {"", "Example:", "  breakwater print-config breakwater.yaml"})
final class PrintConfigCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file. Default: the one that serve would read.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    PrintConfigCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Loaded loaded = surroundings.load(Flags.file(file));
        if (json) {
            Json.print(surroundings.out(), new Json.Printed(loaded.values(), loaded.warnings(), loaded.notes()));
            return Exit.DONE;
        }
        surroundings.out().print(EffectiveFile.of(loaded.values()));
        loaded.notes().forEach(note -> surroundings.out().println("# " + note));
        surroundings.print(surroundings.err(), "warning: ", loaded.warnings());
        return Exit.DONE;
    }
}
