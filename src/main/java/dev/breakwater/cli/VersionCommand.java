package dev.breakwater.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The version command: prints the version. */
@Command(
        name = "version",
        description = "Print the version.",
        footer = {"", "Example:", "  breakwater version"})
final class VersionCommand implements Callable<Integer> {
    private final CliContext surroundings;

    VersionCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
        surroundings
                .out()
                .println("breakwater " + (version == null ? "(not packaged)" : version) + " on Java "
                        + Runtime.version());
        return Exit.DONE;
    }
}
